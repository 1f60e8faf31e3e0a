"""Rounds as they stand on the forms of an application or a filing: counted, or not yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from approvals.models import Round
from approvals.selectors.communities import Community
from approvals.selectors.printing_summary import consent_summary
from approvals.selectors.results import COUNTED
from approvals.selectors.summary_values import ConsentSummary
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class Vote:
    """One round on a form. `summary` is None and `words` say why, until it is counted.

    `cluster` and `own`: where it was asked in a cluster, its name and what the project's own
    community came to in the first matter.
    """

    name: str
    words: str = ""
    summary: ConsentSummary | None = None
    counted_at: datetime | None = None
    cluster: str = ""
    own: Community | None = None


def votes(project: Project, asked: Sequence[tuple[str, str]]) -> tuple[Vote, ...]:
    """The rounds with these keys and names, each as last counted; what is open tells no choice."""
    rows = Round.objects.of(project).exclude(state="void").order_by("pk")
    known: dict[str, Round] = {}
    for row in rows.select_related("project", "pin", "confirmed_by"):
        if not row.partial or row.key not in known:
            known[row.key] = row
    return tuple(_vote(project, name, known.get(key)) for key, name in asked)


def _vote(project: Project, name: str, round_: Round | None) -> Vote:
    if round_ is None:
        return Vote(name, words="尚未开启")
    if round_.state not in COUNTED:
        return Vote(round_.name, words="征询中，尚未计票", cluster=round_.cluster)
    value = consent_summary(round_)
    where = round_.community_of(project)
    own = next((one for one in value.matters[0].communities if one.name == where), None)
    return Vote(round_.name, "", value, value.counted_at, round_.cluster, own)


def roll_round(project: Project) -> Round | None:
    """The latest round that all owners were asked in: its roll has every home; None before one."""
    rows = Round.objects.of(project).exclude(state="void").filter(places=[])
    return rows.select_related("project", "pin").order_by("-pk").first()

"""The summary of a confirmed round as it hangs with its notice: numbers, and nobody's choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from approvals.models import Notice, Round
from approvals.rules.published_rows import Choices, PublishedRows, published_rows
from approvals.selectors.printing_heads import RoundHead
from approvals.selectors.printing_summary import consent_summary
from approvals.selectors.summary_values import BuildingRow, MatterSummary
from policies.rules.model import NoticeRule


@dataclass(frozen=True, slots=True)
class PublicMatter:
    """One matter with its total (`choices`) and the buildings that may be told apart."""

    matter: MatterSummary
    total: Choices
    buildings: PublishedRows


@dataclass(frozen=True, slots=True)
class Annex:
    """One round's summary, without counters, rooms and remarks."""

    head: RoundHead
    counted_at: datetime
    matters: tuple[PublicMatter, ...]


def annexes(notice: Notice, rule: NoticeRule) -> tuple[Annex, ...]:
    """The summaries that hang with the notice: of its rounds, once a second person confirmed."""
    rows = Round.objects.of(notice.project).filter(key__in=rule.rounds, state="confirmed")
    latest = {row.key: row for row in rows.select_related("project", "pin").order_by("pk")}
    return tuple(_annex(latest[key]) for key in rule.rounds if key in latest)


def _annex(round_: Round) -> Annex:
    value = consent_summary(round_)
    return Annex(value.head, value.counted_at, tuple(map(_public, value.matters)))


def _public(matter: MatterSummary) -> PublicMatter:
    rows = published_rows([_choices(row) for row in matter.buildings])
    return PublicMatter(matter, _choices(matter.total), rows)


def _choices(row: BuildingRow) -> Choices:
    took = min(row.valid, row.returned)
    return Choices(row.name, row.all_units, took, row.agree, row.against, row.abstain)

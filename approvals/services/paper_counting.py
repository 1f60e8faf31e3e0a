"""What one paper changes in the running tally: the answers of its whole head, counted anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import FilteredRelation, Q

from accounts.models import User
from approvals.models import HeadUnit, Round
from approvals.rules.parts import Asked, Part, RollUnit
from approvals.rules.tally import Choice, Count, change
from approvals.selectors.recounting import COUNTED, roll_unit
from approvals.selectors.rules import matters_of, method_of
from approvals.services import tallies


@dataclass(slots=True)
class Mates:
    """All units of one head with their live answers: matter → unit → choice; its owners' number."""

    units: list[RollUnit] = field(default_factory=list)
    answers: dict[str, dict[int, Choice]] = field(default_factory=dict)
    live_paper: int | None = None
    owners: int = 0


def mates_of(round_: Round, unit: HeadUnit) -> Mates:
    """The head's units on this round's roll with their live answers (one query)."""
    rows = (
        HeadUnit.objects.filter(round=round_, head_id=unit.head_id)
        .annotate(now=FilteredRelation("papers", condition=Q(papers__live=True)))
        .values_list(
            *COUNTED,
            "head__owner_ids",
            "now__pk",
            "now__answers__matter",
            "now__answers__choice",
        )
    )
    found = Mates()
    seen = set()
    for *counted, owners, paper, matter, choice in rows:
        pk, found.owners = counted[0], len(owners)
        if pk not in seen:
            seen.add(pk)
            found.units.append(roll_unit(counted))
        if pk == unit.pk and paper is not None:
            found.live_paper = paper
        if matter is not None:
            found.answers.setdefault(matter, {})[pk] = choice
    return found if unit.pk in seen else Mates()


def recount(
    *,
    by: User,
    at: datetime,
    round_: Round,
    mates: Mates,
    after: Mapping[str, Mapping[int, Choice]],
) -> None:
    """Bring the running tally and its facts to the head's new answers, under the round's lock."""
    method = method_of(round_)
    changes: dict[str, dict[Part, Count]] = {
        matter.key: change(
            mates.units,
            mates.answers.get(matter.key, {}),
            after.get(matter.key, {}),
            method,
            Asked.of(matter),
        )
        for matter in matters_of(round_)
    }
    whole = tallies.apply(round_, changes, at)
    tallies.report(by=by, at=at, round_=round_, whole=whole)


def choices(answers: Mapping[str, str]) -> list[tuple[str, Choice]]:
    """Answers by matter that the rules have found admissible."""
    return [(matter, choice) for matter, choice in answers.items()]  # type: ignore[misc]

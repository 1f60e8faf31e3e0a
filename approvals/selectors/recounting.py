"""The frozen roll and the live papers of a round, read back for a full count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from approvals.models import Answer, HeadUnit, Round
from approvals.rules.parts import Asked, Part, RollUnit
from approvals.rules.tally import Choice, Count, tally
from approvals.selectors.rules import matters_of, method_of


def roll_of(round_: Round) -> list[RollUnit]:
    """The frozen roll (one query)."""
    rows = HeadUnit.objects.filter(round=round_).order_by("position")
    return [roll_unit(row) for row in rows.values_list(*COUNTED)]


COUNTED = (
    "pk",
    "head_id",
    "building",
    "area",
    "kind",
    "entrance",
    "paying",
    "affected",
    "community",
)


def roll_unit(row: Sequence[Any]) -> RollUnit:
    """A stored unit, its columns as in `COUNTED`, as the value that the count takes."""
    pk, head, building, area, kind, entrance, paying, affected, community = row
    groups = frozenset(paying), frozenset(affected)
    return RollUnit(pk, head, building, area, kind == "home", entrance, *groups, community)


def answers_of(round_: Round) -> dict[str, dict[int, Choice]]:
    """All live answers of a round: matter → unit of the roll → choice (one query)."""
    found: dict[str, dict[int, Choice]] = {key: {} for key in round_.items}
    rows = Answer.objects.filter(paper__round=round_, paper__live=True)
    for matter, unit, choice in rows.values_list("matter", "paper__unit_id", "choice"):
        found.setdefault(matter, {})[unit] = cast("Choice", choice)
    return found


def full_counts(round_: Round) -> dict[str, dict[Part, Count]]:
    """Matter → part → count, recounted from every paper on the frozen roll."""
    roll = roll_of(round_)
    answers = answers_of(round_)
    method = method_of(round_)
    return {
        matter.key: tally(roll, answers[matter.key], method, Asked.of(matter))
        for matter in matters_of(round_)
    }

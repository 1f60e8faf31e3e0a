"""The frozen roll and the live papers of a round, read back for a full count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from approvals.models import Answer, HeadUnit, Round
from approvals.rules.tally import Choice, Count, RollUnit, tally
from approvals.selectors.rules import method_of


def roll_of(round_: Round) -> list[RollUnit]:
    """The frozen roll (one query)."""
    return roll_units(list(HeadUnit.objects.filter(round=round_)))


def roll_units(units: Sequence[HeadUnit]) -> list[RollUnit]:
    """Stored roll rows as the values that the count takes."""
    return [RollUnit(u.pk, u.head_id, u.building, u.area, u.kind == "home") for u in units]


def answers_of(round_: Round) -> dict[str, dict[int, Choice]]:
    """All live answers of a round: matter → unit of the roll → choice (one query)."""
    found: dict[str, dict[int, Choice]] = {key: {} for key in round_.items}
    rows = Answer.objects.filter(paper__round=round_, paper__live=True)
    for matter, unit, choice in rows.values_list("matter", "paper__unit_id", "choice"):
        found.setdefault(matter, {})[unit] = cast("Choice", choice)
    return found


def full_counts(round_: Round) -> dict[str, dict[str, Count]]:
    """Matter → scope → count, recounted from every paper on the frozen roll."""
    roll = roll_of(round_)
    answers = answers_of(round_)
    method = method_of(round_)
    return {key: tally(roll, answers[key], method) for key in round_.items}

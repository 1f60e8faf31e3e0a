"""What a sum needs before it can be spread: weights that add up, every place's values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from common.errors import Problem
from policies.rules.stream_model import SpreadRule


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its values by factor and its coefficient of fiscal difficulty (1 = average)."""

    key: str
    values: Mapping[str, Decimal] = field(default_factory=dict)
    difficulty: Decimal | None = None


def weights_of(rule: SpreadRule, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Weight by factor: the rule's, else the year's; those of neither are left out."""
    return {
        factor.key: weight
        for factor in rule.factors
        if (weight := factor.weight if factor.weight is not None else given.get(factor.key))
        is not None
    }


def missing(
    rule: SpreadRule, places: Sequence[Place], weights: Mapping[str, Fraction]
) -> list[Problem]:
    """Everything that keeps the sum from being spread."""
    problems = [
        _need(f"“{factor.name}”的权重") for factor in rule.factors if factor.key not in weights
    ]
    if len(weights) == len(rule.factors) and sum(weights.values(), Fraction(0)) != 1:
        whole = sum(weights.values(), Fraction(0))
        problems.append(
            Problem("各因素权重合计不等于 1", code="weights", value=str(whole), expected="1")
        )
    for place in places:
        problems += [
            _need(f"{place.key}的{factor.name}")
            for factor in rule.factors
            if factor.key not in place.values
        ]
        if rule.difficulty and place.difficulty is None:
            problems.append(_need(f"{place.key}的财政困难系数"))
    return problems


def _need(what: str) -> Problem:
    return Problem(f"资金分配尚不能判定：需要{what}", code="fact_missing", remedy=f"补充{what}")

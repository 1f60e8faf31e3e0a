"""A sum spread over places by weighted factors times fiscal difficulty, adding up to the fen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.errors import Problem, Undecidable
from common.explanations import Explanation
from common.money import split
from policies.rules.spread_needs import Place, missing, weights_of
from policies.rules.spreads_explained import explain
from policies.rules.stream_model import SpreadRule


@dataclass(frozen=True, slots=True)
class SpreadOutcome:
    """元 by place, adding up to what is spread."""

    by_place: dict[str, Decimal]
    explanation: Explanation


def spread(
    rule: SpreadRule,
    pool: Decimal,
    places: Sequence[Place],
    weights: Mapping[str, Fraction] | None = None,
) -> SpreadOutcome:
    """Spread `pool` 元. A place's claim: Σ weight x its part of the factor, times difficulty.

    `weights` are the year's where the rule leaves them out. A factor of which nobody has anything
    moves nothing: its weight falls on the others pro rata. Raises Undecidable with all that is
    missing; ValueError when a place occurs twice.
    """
    if len({place.key for place in places}) != len(places):
        raise ValueError("a place occurs twice")
    used = weights_of(rule, weights or {})
    problems = missing(rule, places, used)
    if problems:
        raise Undecidable(problems)
    sums = {
        factor.key: sum((Fraction(place.values[factor.key]) for place in places), Fraction(0))
        for factor in rule.factors
    }
    claims = {place.key: _claim(rule, place, used, sums) for place in places}
    try:
        parts = split(pool, claims)
    except ValueError as error:
        raise Undecidable(
            Problem(
                "资金不能分配：各地各因素都是零", code="nothing_to_divide", remedy="核对因素数据"
            )
        ) from error
    return SpreadOutcome(parts, explain(rule, pool, places, used, parts))


def _claim(
    rule: SpreadRule,
    place: Place,
    weights: Mapping[str, Fraction],
    sums: Mapping[str, Fraction],
) -> Fraction:
    claim = sum(
        (
            weights[factor.key] * Fraction(place.values[factor.key]) / sums[factor.key]
            for factor in rule.factors
            if sums[factor.key]
        ),
        Fraction(0),
    )
    return claim * Fraction(place.difficulty) if rule.difficulty and place.difficulty else claim

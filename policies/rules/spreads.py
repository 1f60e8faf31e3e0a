"""A sum spread over places by weighted factors times fiscal difficulty, adding up to the fen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from common.errors import Problem, Undecidable
from common.explanations import Explanation, Input, Line
from common.money import split
from policies.rules.shares_explained import share_text
from policies.rules.stream_model import SpreadRule


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its values by factor and its coefficient of fiscal difficulty (1 = average)."""

    key: str
    values: Mapping[str, Decimal] = field(default_factory=dict)
    difficulty: Decimal | None = None


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
    used = _weights(rule, weights or {})
    problems = _missing(rule, places, used)
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
    return SpreadOutcome(parts, _explain(rule, pool, places, used, parts))


def _weights(rule: SpreadRule, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {
        factor.key: weight
        for factor in rule.factors
        if (weight := factor.weight if factor.weight is not None else given.get(factor.key))
        is not None
    }


def _missing(
    rule: SpreadRule, places: Sequence[Place], weights: Mapping[str, Fraction]
) -> list[Problem]:
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


def _explain(
    rule: SpreadRule,
    pool: Decimal,
    places: Sequence[Place],
    weights: Mapping[str, Fraction],
    parts: Mapping[str, Decimal],
) -> Explanation:
    words = " + ".join(
        f"{factor.name} {share_text(weights[factor.key])}" for factor in rule.factors
    )
    if rule.difficulty:
        words = f"（{words}）× 财政困难系数"
    lines = []
    for place in places:
        values = "，".join(
            f"{factor.name} {place.values[factor.key]:,f} {factor.unit}".rstrip()
            for factor in rule.factors
        )
        if rule.difficulty:
            values += f"，系数 {place.difficulty}"
        lines.append(Line(place.key, values, f"{parts[place.key]:,.2f}"))
    lines.append(Line("合计", "", f"{pool:,.2f}", emphasis=True))
    return Explanation(
        title=rule.name,
        result=f"{pool:,.2f}",
        unit="元",
        sentence=words,
        inputs=(Input("待分配", f"{pool:,.2f}", "元"),),
        lines=tuple(lines),
        clauses=rule.clauses,
        note=rule.says,
    )

"""Gates: a project fact compared with an exact value; a missing fact never opens one.

What is not known is said as "尚不能判定：需要…", so that nobody takes silence for a no or a yes.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from common.explanations import Explanation, Input, Line
from common.money import ceil_places
from common.shares import parse_share, percent, percent_under
from policies.rules.fact_values import (
    Facts,
    FactValue,
    Value,
    number,
    parse_value,
    shown,
    value_text,
)
from policies.rules.fact_words import FactKind
from policies.rules.model import Gate, Terms

__all__ = [
    "COMPARE",
    "SIGNS",
    "FactValue",
    "Facts",
    "GateOutcome",
    "Value",
    "asked_for",
    "evaluate",
    "parse_value",
    "shown",
    "value_text",
]

COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
SIGNS = {"=": "=", ">=": "≥", ">": ">", "<=": "≤", "<": "<", "passed": "已过"}


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """`gap` says in words what is missing; empty when met."""

    met: bool
    gap: str
    explanation: Explanation


NO_TERMS = Terms()


def evaluate(gate: Gate, facts: Facts, on: date, terms: Terms = NO_TERMS) -> GateOutcome:
    """Whether the gate is open on that day; a missing fact is a gap, not an error.

    `terms` holds the facts that the policy declares itself.
    """
    kind = terms.kind(gate.fact)
    needed = [terms.kind(key) for key in (gate.fact, gate.of) if key]
    missing = [one for one in needed if (one.key, _scope(gate, one)) not in facts]
    if missing:
        return _unknown(gate, missing)
    fact = facts[gate.fact, _scope(gate, kind)]
    inputs = [_input(kind, fact)]
    if gate.operator == "passed":
        return _passed(gate, kind, fact, on, inputs)
    if isinstance(fact.value, str):
        return _chosen(gate, kind, fact, inputs)
    limit, formula = _limit(gate, kind, facts, inputs, terms)
    value = number(fact.value)
    met = COMPARE[gate.operator](value, limit)
    gap = "" if met else _gap(gate, kind, value, limit)
    line = Line(
        kind.label,
        f"{_have(kind, fact.value, limit)} {SIGNS[gate.operator]} {formula}",
        "满足" if met else gap,
        emphasis=True,
    )
    return _outcome(gate, gap, inputs, (line,))


def asked_for(gate: Gate, terms: Terms = NO_TERMS) -> str:
    """What it measures against: 居民已缴 ≥ 居民应缴 × 90%; empty where it only asks yes or no."""
    kind = terms.kind(gate.fact)
    if gate.operator == "passed" or kind.value == "bool":
        return ""
    if gate.of:
        base = terms.kind(gate.of).label
        limit = base if parse_share(gate.value) == 1 else f"{base} × {gate.value}"
    else:
        limit = shown(kind, parse_value(kind, gate.value))
    return f"{kind.label} {SIGNS[gate.operator]} {limit}"


def _have(kind: FactKind, value: Value, limit: Fraction) -> str:
    """A share beside its limit keeps the decimals that tell them apart."""
    if kind.value == "share" and number(value) < limit:
        return percent_under(number(value), limit)
    return shown(kind, value)


def _scope(gate: Gate, kind: FactKind) -> str:
    return gate.scope if kind.scoped else ""


def _chosen(gate: Gate, kind: FactKind, fact: FactValue, inputs: list[Input]) -> GateOutcome:
    have, asked = shown(kind, fact.value), shown(kind, gate.value)
    gap = "" if fact.value == gate.value else f"{kind.label}为“{have}”，须为“{asked}”"
    return _outcome(gate, gap, inputs, (Line(kind.label, have, gap or "满足", emphasis=True),))


def _limit(
    gate: Gate, kind: FactKind, facts: Facts, inputs: list[Input], terms: Terms
) -> tuple[Fraction, str]:
    if not gate.of:
        value = parse_value(kind, gate.value)
        return number(value), shown(kind, value)
    other = terms.kind(gate.of)
    fact = facts[gate.of, _scope(gate, other)]
    inputs.append(_input(other, fact))
    share = parse_share(gate.value)
    base = shown(other, fact.value)
    formula = base if share == 1 else f"{base} × {share.numerator}/{share.denominator}"
    return number(fact.value) * share, formula


def _gap(gate: Gate, kind: FactKind, value: Fraction, limit: Fraction) -> str:
    if kind.value == "bool":
        return f"{gate.says}：尚未做到"
    if kind.value == "share":
        return f"{kind.label} {percent_under(value, limit)}，未到 {percent(limit, 1)}"
    if kind.value == "date":
        return f"{gate.says}：日期不合"
    places = 0 if kind.value == "count" else 2
    if gate.operator in {">=", ">"} or (gate.operator == "=" and value < limit):
        short = ceil_places(limit - value, places)
        if gate.operator == ">" and short == limit - value:
            short += Decimal(1).scaleb(-places)
        return f"{kind.label}还差 {short:,} {kind.unit}"
    if limit == 0 and gate.operator in {"=", "<="}:
        return f"{kind.label}还有 {ceil_places(value, places):,} {kind.unit}"
    return f"{kind.label}超出 {ceil_places(value - limit, places):,} {kind.unit}"


def _passed(
    gate: Gate, kind: FactKind, fact: FactValue, on: date, inputs: list[Input]
) -> GateOutcome:
    last = fact.value
    if not isinstance(last, date):
        raise TypeError(f"{gate.fact} is not a date")
    met = on > last
    gap = "" if met else f"{kind.label.removesuffix('日')} {last}，次日起满足"
    line = Line(kind.label, f"{on} 晚于 {last}", "满足" if met else "未到", emphasis=True)
    return _outcome(gate, gap, inputs, (line,))


def _unknown(gate: Gate, missing: list[FactKind]) -> GateOutcome:
    gap = "尚不能判定：需要“" + "”“".join(kind.label for kind in missing) + "”"
    return GateOutcome(
        met=False,
        gap=gap,
        explanation=Explanation(
            title=gate.says,
            result="尚不能判定",
            sentence=gap,
            status="undecided",
            inputs=tuple(Input(kind.label, "缺", kind.unit) for kind in missing),
            clauses=gate.clauses,
        ),
    )


def _outcome(gate: Gate, gap: str, inputs: list[Input], lines: tuple[Line, ...]) -> GateOutcome:
    met = not gap
    return GateOutcome(
        met,
        gap,
        Explanation(
            title=gate.says,
            result="满足" if met else "未满足",
            sentence=gap or f"{gate.says}：满足",
            inputs=tuple(inputs),
            lines=lines,
            clauses=gate.clauses,
        ),
    )


def _input(kind: FactKind, fact: FactValue) -> Input:
    as_of = f"截至 {fact.as_of}" if fact.as_of else ""
    source = " ".join(part for part in (fact.source, as_of) if part)
    return Input(kind.label, shown(kind, fact.value), kind.unit, source)

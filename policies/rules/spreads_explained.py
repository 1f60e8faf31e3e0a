"""The account of a spread: the formula, and every place with its values and its part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from common.explanations import Explanation, Input, Line
from policies.rules.shares_explained import share_text
from policies.rules.spread_needs import Place
from policies.rules.stream_model import SpreadRule


def explain(
    rule: SpreadRule,
    pool: Decimal,
    places: Sequence[Place],
    weights: Mapping[str, Fraction],
    parts: Mapping[str, Decimal],
) -> Explanation:
    """`parts`: 元 by place."""
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

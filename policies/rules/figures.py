"""Figures that a scheme states, held against their own parts: shown, never mended.

A figure ties when its parts, added up and rounded to the decimals it is stated with, give the
stated number. One that does not keeps both numbers and the gap; which of them governs is for a
recorded conflict to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from common.explanations import Clause, Explanation, Line


@dataclass(frozen=True, slots=True)
class FigurePart:
    """One addend as the scheme states it."""

    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated number with what it should be made of.

    `per` is how many units of the parts make one unit of the figure (10000 for ㎡ and 万㎡).
    """

    key: str
    name: str
    stated: Decimal
    unit: str
    parts: tuple[FigurePart, ...]
    per: Decimal = Decimal(1)
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureOutcome:
    """`computed` and `gap` (stated less computed) are in the figure's own unit, exact."""

    computed: Decimal
    gap: Decimal
    ties: bool
    explanation: Explanation


def hold(figure: Figure) -> FigureOutcome:
    """Hold a stated figure against the sum of its parts."""
    computed = sum((part.amount for part in figure.parts), Decimal(0)) / figure.per
    step = Decimal(1).scaleb(int(figure.stated.as_tuple().exponent))
    ties = computed.quantize(step, ROUND_HALF_UP) == figure.stated
    gap = figure.stated - computed
    return FigureOutcome(computed, gap, ties, _explain(figure, computed, gap, ties=ties))


def _explain(figure: Figure, computed: Decimal, gap: Decimal, *, ties: bool) -> Explanation:
    addends = " + ".join(f"{part.amount:,f}" for part in figure.parts)
    formula = addends if figure.per == 1 else f"({addends}) ÷ {figure.per:,f}"
    lines = [Line(part.name, "", f"{part.amount:,f}") for part in figure.parts]
    lines.append(Line("各项相加", formula, f"{computed:,f}", emphasis=True))
    lines.append(Line("文中所述", "", f"{figure.stated:,f}"))
    verdict = "相符" if ties else f"相差 {abs(gap):,f} {figure.unit}"
    return Explanation(
        title=figure.name,
        result=verdict,
        sentence=f"文中 {figure.stated:,f} {figure.unit}，各项相加 {computed:,f}：{verdict}",
        lines=tuple(lines),
        clauses=figure.clauses,
        note=figure.says,
    )

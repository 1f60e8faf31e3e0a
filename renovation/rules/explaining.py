"""The 依据 of figures that this room computes itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from common.explanations import Explanation, Line
from common.money import total


def investment(items: Sequence[tuple[str, Decimal]]) -> Explanation:
    """总投资（概算） in 元 as the sum of the items (name, estimate), one line each."""
    whole = total(estimate for _, estimate in items)
    lines = [Line(name, value=f"{estimate:,.2f}") for name, estimate in items]
    return Explanation(
        title="总投资（概算）",
        result=f"{whole:,.2f}",
        unit="元",
        status="estimate",
        sentence=f"改造内容 {len(items)} 项概算之和",
        lines=(*lines, Line("合计", value=f"{whole:,.2f}", emphasis=True)),
        note="概算数，最终以竣工财务决算为准。",
    )

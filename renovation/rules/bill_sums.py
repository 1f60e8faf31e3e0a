"""What a bill of quantities adds up to, by section and in all, with its 依据."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.explanations import Explanation, Input, Line, notes
from common.money import total
from renovation.rules.bills import product_ties

UNSAID = "未分部"


@dataclass(frozen=True, slots=True)
class BillLine:
    """One item: `amount` in 元 as the bill states it; `place` says the line of the file."""

    section: str
    name: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    place: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the bill: its items and their sum in 元."""

    name: str
    items: int
    amount: Decimal


def sections(lines: Iterable[BillLine]) -> tuple[Section, ...]:
    """Sums by section, in the order of the bill."""
    found: dict[str, list[Decimal]] = {}
    for line in lines:
        found.setdefault(line.section or UNSAID, []).append(line.amount)
    return tuple(Section(name, len(sums), total(sums)) for name, sums in found.items())


def of_bill(lines: Sequence[BillLine], estimate: Decimal) -> Explanation:
    """The bill's sum in 元, section by section, beside the estimate of the contents (0: none)."""
    parts = sections(lines)
    whole = total(part.amount for part in parts)
    beside = _beside(whole, estimate)
    return Explanation(
        title="工程量清单合计",
        result=f"{whole:,.2f}",
        unit="元",
        sentence=f"{len(lines)} 个清单项的合价之和",
        inputs=(Input("项目概算", f"{estimate:,.2f}", "元", "改造内容"),) if estimate else (),
        lines=(
            *(Line(part.name, f"{part.items} 项合价相加", f"{part.amount:,.2f}") for part in parts),
            Line("合计", value=f"{whole:,.2f}", emphasis=True),
        ),
        note=notes("合价照清单所列，不改写概算", beside),
        children=tuple(of_line(line) for line in lines) if len(lines) <= _SHOWN else (),
    )


_SHOWN = 50
"""Beyond so many items the 依据 gives the sections; each item has its own."""


def of_line(line: BillLine) -> Explanation:
    """An item's amount in 元: quantity × unit price, and the row of the file that states it."""
    product = line.quantity * line.unit_price
    ties = product_ties(line.quantity, line.unit_price, line.amount)
    return Explanation(
        title=line.name,
        result=f"{line.amount:,.2f}",
        unit="元",
        inputs=(
            Input("工程量", _exact(line.quantity), line.unit, line.place),
            Input("综合单价", _exact(line.unit_price), f"元/{line.unit}", line.place),
        ),
        lines=(
            Line("工程量 × 综合单价", _product(line), f"{product:,.2f}"),
            Line("清单所列合价", value=f"{line.amount:,.2f}", emphasis=True),
        ),
        note="" if ties else "所列合价与乘积不符：导入后有改动，请核对。",
    )


def _beside(whole: Decimal, estimate: Decimal) -> str:
    if not estimate:
        return "尚未填概算，不作比较"
    gap = whole - estimate
    if gap == 0:
        return "与概算相等"
    return f"比概算{'多' if gap > 0 else '少'} {abs(gap):,.2f} 元"


def _product(line: BillLine) -> str:
    return f"{_exact(line.quantity)} × {_exact(line.unit_price)}"


def _exact(value: Decimal) -> str:
    return f"{value.normalize():,f}"

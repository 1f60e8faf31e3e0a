"""What does not add up in a bill of quantities, and what the project would say to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from common.names import normalise
from intake.rules.cells import plain
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow, Reading
from renovation.rules.bills import CENT, FIGURES, product_ties

NAMED = 8
WRITTEN_PLACES = 4
"""Decimals with which bills write amounts in 万元."""


def untied_products(reading: Reading) -> list[Finding]:
    """Quantity times price is not the amount."""
    unit = reading.header.units.get("amount") if reading.header else None
    factor = unit.factor if unit else Decimal(1)
    step = CENT if factor == 1 else factor.scaleb(-WRITTEN_PLACES)
    found = []
    for row in reading.rows:
        if not all(key in row.values for key in FIGURES):
            continue
        quantity, price, amount = (row.amount(key) for key in FIGURES)
        if product_ties(quantity, price, amount, step=step):
            continue
        product = (quantity * price).quantize(CENT)
        found.append(
            Finding(
                "refuse",
                "product",
                f"{plain(quantity)} × {plain(price)} = {product:,} 元，与合价不符",
                row.sheet,
                row.cells["amount"],
                f"{amount:,} 元",
                f"{product:,} 元",
                "请核对工程量、综合单价与合价",
            )
        )
    return found


def twice(reading: Reading, key: Callable[[ParsedRow], str]) -> list[Finding]:
    """The same code (or name and unit) twice in one section."""
    seen: dict[str, ParsedRow] = {}
    found = []
    for row in reading.rows:
        first = seen.setdefault(key(row), row)
        if first is not row:
            column = "code" if row.text("code") else "name"
            found.append(
                Finding(
                    "refuse",
                    "duplicate",
                    f"与第 {first.number} 行是同一分部的同一清单项",
                    row.sheet,
                    row.cells[column],
                    row.text(column),
                    "同一分部内每项一行",
                    "请并成一行，或用项目编码区分",
                )
            )
    return found


def over_estimate(reading: Reading, estimate: Decimal | None) -> list[Finding]:
    """The bill adds up to more than the project's estimate."""
    total = reading.sum("amount")
    if not estimate or total <= estimate:
        return []
    words = f"清单合计 {total:,.2f} 元，超过项目概算 {estimate:,.2f} 元"
    return [Finding("warn", "over_estimate", words, reading.sheet, value=f"{total:f}")]


def unknown_content(reading: Reading, known: set[str], names: Sequence[str]) -> list[Finding]:
    """Contents that the scheme's catalogue does not have."""
    return [
        Finding(
            "refuse",
            "unknown_content",
            "方案的改造内容目录中没有这一项",
            row.sheet,
            row.cells["content"],
            row.text("content"),
            "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else ""),
            "请改成目录中的名称，或留空",
        )
        for row in reading.rows
        if row.text("content") and normalise(row.text("content")) not in known
    ]

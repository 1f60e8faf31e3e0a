"""Count and sums of a table's rows, whole and place by place, exact as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from intake.rules.claims import ROWS
from intake.rules.reading import ParsedRow, Reading

CENT = Decimal("0.01")
MEASURED = ("_m2", "_yuan")
"""Endings of sums that are told with two decimals."""


def sums(rows: Sequence[ParsedRow], names: Mapping[str, str]) -> dict[str, str]:
    """Count and sums of rows, exact as text; `names` gives each sum's name by column key."""
    return {
        name: str(len(rows))
        if key == ROWS
        else _text(sum((row.amount(key) for row in rows), Decimal(0)), name)
        for key, name in names.items()
    }


def _text(value: Decimal, name: str) -> str:
    return format(value.quantize(CENT) if name.endswith(MEASURED) else value, "f")


def by_place(
    reading: Reading, codes: Mapping[str, str], column: str, names: Mapping[str, str]
) -> list[dict[str, str]]:
    """The sums of every place in the order of the table."""
    groups: dict[str, list[ParsedRow]] = {}
    for row in reading.rows:
        groups.setdefault(row.text(column), []).append(row)
    return [
        {"street": name, "code": codes.get(name, ""), **sums(rows, names)}
        for name, rows in groups.items()
    ]

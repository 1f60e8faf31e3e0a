"""Rows that state sums of others: recognising them, and checking what they state."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from intake.rules.cells import fold

_TOTAL = re.compile(r"^(?:其中:)?(?:\d{1,3}[.、])?(.{0,12}?)(合计|总计|小计|共计|总数):?$")

_PART = re.compile(r"^其中:?(?:\d{1,3}[.、])?(.+?):?$")


@dataclass(frozen=True, slots=True)
class TotalLabel:
    """How a sum row calls itself: whose sum (may be empty), and whether it is the grand total."""

    whose: str
    grand: bool


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A sum that the table itself states, against the sum of its rows, in the column's unit."""

    cell: str
    key: str
    label: str
    stated: Decimal
    computed: Decimal
    unit: str

    @property
    def ties(self) -> bool:
        return ties(self.stated, self.computed)


def total_label(text: str) -> TotalLabel | None:
    """What the text says if it labels a sum row (小计, 全市合计:, 其中:1.某区小计), else None."""
    match = _TOTAL.match(fold(text))
    if match is None:
        return None
    whose = match[1]
    return TotalLabel(whose, grand=whose.startswith("全") or (match[2] != "小计" and not whose))


def part_label(text: str, groups: frozenset[str]) -> TotalLabel | None:
    """The sum of one known group that is only named: “其中:1.城关街道” before its own rows."""
    match = _PART.match(fold(text))
    if match is None or match[1] not in groups:
        return None
    return TotalLabel(match[1], grand=False)


def ties(stated: Decimal, computed: Decimal) -> bool:
    """Whether a stated figure is the computed one, rounded to the places that were stated."""
    if places(stated) >= places(computed):
        return stated == computed
    return abs(stated - computed) <= Decimal(5).scaleb(-places(stated) - 1)


def places(value: Decimal) -> int:
    """Decimals as written: 13.80 has two, 1216 none."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def members(
    position: int,
    label: TotalLabel,
    place: str,
    kinds: Sequence[str],
    places_of: Mapping[int, str],
) -> tuple[int, ...]:
    """Which rows a sum row sums, as positions in the sheet's rows.

    `kinds` says "row" or "total" per position, `places_of` the street per data row. A street's own
    rows where the label names one; every row for a grand total; else the block above, or below.
    """
    rows = [index for index, kind in enumerate(kinds) if kind == "row"]
    for name in (label.whose, fold(place)):
        named = tuple(index for index in rows if name and fold(places_of[index]) == name)
        if named:
            return named
    if label.grand:
        return tuple(rows)
    return _block(kinds, range(position - 1, -1, -1)) or _block(
        kinds, range(position + 1, len(kinds))
    )


def _block(kinds: Sequence[str], positions: range) -> tuple[int, ...]:
    found: list[int] = []
    for index in positions:
        if kinds[index] == "total":
            break
        if kinds[index] == "row":
            found.append(index)
    return tuple(sorted(found))

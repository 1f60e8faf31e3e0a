"""What a sheet said, as values: its rows, the sums that it states, and everything noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from intake.rules.findings import Finding
from intake.rules.headers import Header
from intake.rules.totals import StatedTotal


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row that is data: values by column key, in base units; `auto` were read with help."""

    number: int
    values: Mapping[str, str | Decimal]
    cells: Mapping[str, str]
    auto: frozenset[str] = frozenset()
    sheet: str = ""

    def text(self, key: str) -> str:
        """A name or place; empty when the cell was."""
        return str(self.values.get(key, ""))

    def amount(self, key: str) -> Decimal:
        """A figure; zero when the cell could not be read (then a finding says so)."""
        value = self.values.get(key)
        return value if isinstance(value, Decimal) else Decimal(0)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one sheet says; `header` is None when no head was found.

    `joined` are rows that complete another one (a home's further owners), by that one's
    sheet and number.
    """

    sheet: str
    header: Header | None
    rows: tuple[ParsedRow, ...] = ()
    totals: tuple[StatedTotal, ...] = ()
    findings: tuple[Finding, ...] = ()
    joined: Mapping[tuple[str, int], tuple[ParsedRow, ...]] = field(default_factory=dict)

    def sum(self, key: str) -> Decimal:
        """The sum of a column over all rows, exact."""
        return sum((row.amount(key) for row in self.rows), Decimal(0))

"""What a sheet said, as values: its rows, the sums that it states, and everything noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from common.names import normalise
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

    @property
    def identity(self) -> tuple[str, str]:
        """Street and name, folded: what makes two rows the same community."""
        return normalise(self.text("street")), normalise(self.text("name"))


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one sheet says; `header` is None when no head was found."""

    sheet: str
    header: Header | None
    rows: tuple[ParsedRow, ...] = ()
    totals: tuple[StatedTotal, ...] = ()
    findings: tuple[Finding, ...] = ()

    def sum(self, key: str) -> Decimal:
        """The sum of a column over all rows, exact."""
        return sum((row.amount(key) for row in self.rows), Decimal(0))

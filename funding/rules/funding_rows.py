"""Rows of a funding table ready to be booked, and what booking them came to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

ALLOCATION, RECEIPT = "allocation", "receipt"
DAYS = {ALLOCATION: "allocated_on", RECEIPT: "received_on"}


@dataclass(frozen=True, slots=True)
class FundingRow:
    """One sum: the project's code, the source's kind, what happened, 元, document or voucher."""

    project: str
    source: str
    act: str
    number: str
    day: date
    amount: Decimal
    row: int
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class FundingReport:
    """What was booked: sums entered, those that were there already, and 元 by what happened."""

    new: int
    changed: int
    same: int
    allocated: str
    received: str
    digest: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def in_order(rows: Iterable[FundingRow]) -> list[FundingRow]:
    """By day, what was promised before what came: money arrives under an allocation."""
    return sorted(rows, key=lambda row: (row.day, row.act != ALLOCATION, row.row))

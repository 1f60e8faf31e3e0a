"""One source's or project's money: planned, received, paid, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One source or project: 元 planned, received, paid."""

    key: str
    name: str
    planned: Decimal
    received: Decimal
    paid: Decimal

    @property
    def kept(self) -> Decimal:
        """Received and not paid."""
        return self.received - self.paid

    @property
    def missing(self) -> Decimal:
        """Planned and not received; never below zero."""
        return max(self.planned - self.received, Decimal("0.00"))

    @property
    def received_share(self) -> Fraction | None:
        """到位率 = received ÷ planned; None when nothing is planned."""
        return Fraction(self.received) / Fraction(self.planned) if self.planned else None

    @property
    def paid_share(self) -> Fraction | None:
        """支付率 = paid ÷ received; None when nothing came."""
        return Fraction(self.paid) / Fraction(self.received) if self.received else None


def total_of(rows: list[MoneyRow], name: str = "合计") -> MoneyRow:
    """The sum of rows."""
    nothing = Decimal("0.00")
    return MoneyRow(
        "",
        name,
        sum((row.planned for row in rows), nothing),
        sum((row.received for row in rows), nothing),
        sum((row.paid for row in rows), nothing),
    )

"""One household's account: what is owed, what came, what is missing or too much. Exact 元.

Rule source: 乐清 三(四), the residents' money is in place when all of it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a household owes and has paid on balance (refunds and reversals taken off), in 元."""

    owed: Decimal
    paid: Decimal

    @property
    def missing(self) -> Decimal:
        """Still to be paid; never below zero."""
        return max(self.owed - self.paid, ZERO)

    @property
    def excess(self) -> Decimal:
        """Paid beyond what is owed; never below zero."""
        return max(self.paid - self.owed, ZERO)

    @property
    def state(self) -> str:
        """over, paid, part or none."""
        if self.excess:
            return "over"
        if not self.missing:
            return "paid"
        return "part" if self.paid > 0 else "none"

    def after(self, amount: Decimal) -> Standing:
        """The account after `amount` came (or went, when it is below zero)."""
        return Standing(self.owed, self.paid + amount)


def balance(entries: Iterable[tuple[int, Decimal]]) -> Decimal:
    """Sum of (direction, amount) pairs: what came less what went back."""
    return sum((direction * amount for direction, amount in entries), ZERO)


def share_received(due: Decimal, received: Decimal) -> Fraction:
    """The part of the due sum that is there, 0 to 1; nothing due is all there."""
    if due <= 0:
        return Fraction(1)
    return min(max(Fraction(received) / Fraction(due), Fraction(0)), Fraction(1))


@dataclass(frozen=True, slots=True)
class TrueUp:
    """A household after the final account: one of `call` and `refund` is zero, in 元."""

    unit_code: str
    final: Decimal
    paid: Decimal

    @property
    def call(self) -> Decimal:
        """To be paid in addition."""
        return max(self.final - self.paid, ZERO)

    @property
    def refund(self) -> Decimal:
        """To be paid back."""
        return max(self.paid - self.final, ZERO)


def true_up(final: Mapping[str, Decimal], paid: Mapping[str, Decimal]) -> tuple[TrueUp, ...]:
    """Final shares against payments by unit code, in code order; units that only paid are included.

    Rule source: 乐清 三(四), 五(二)1, the final account decides.
    """
    codes = sorted({*final, *paid})
    return tuple(TrueUp(code, final.get(code, ZERO), paid.get(code, ZERO)) for code in codes)

"""A table of tiers: exact spans without hole or overlap; outside it nothing is said."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

PAID = "residents_paid"  # the measure of a table over the share of their due that residents paid


@dataclass(frozen=True, slots=True)
class Span:
    """From a lower to an upper bound, each counted in or not; None is open."""

    lower: Fraction | None = None
    lower_in: bool = True
    upper: Fraction | None = None
    upper_in: bool = True

    def holds(self, value: Fraction) -> bool:
        """Whether the value lies in it."""
        if self.lower is not None and (
            value < self.lower or (value == self.lower and not self.lower_in)
        ):
            return False
        return self.upper is None or (value < self.upper or (value == self.upper and self.upper_in))

    @property
    def empty(self) -> bool:
        """Whether no value lies in it."""
        if self.lower is None or self.upper is None:
            return False
        if self.lower == self.upper:
            return not (self.lower_in and self.upper_in)
        return self.lower > self.upper


@dataclass(frozen=True, slots=True)
class Tier:
    """What a span gives: 元, or a signed share."""

    span: Span
    gives: Fraction


@dataclass(frozen=True, slots=True)
class TierTable:
    """Tiers over one measure, in rising order. `whole`: the measure is counted in whole numbers.

    `change`: what a tier gives is a share, more or less; else it is 元.
    """

    measure: str
    name: str
    unit: str
    tiers: tuple[Tier, ...]
    whole: bool = False
    change: bool = False

    def find(self, value: Fraction) -> Tier | None:
        """The tier of a value; None outside the table, which is never extrapolated."""
        if self.whole and value.denominator != 1:
            return None
        return next((tier for tier in self.tiers if tier.span.holds(value)), None)

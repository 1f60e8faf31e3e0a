"""The projects of an annual plan as quotas count them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from policies.rules.fact_values import Facts

COUNTS = {
    "households": ("户数", "户", 0),
    "communities": ("小区数", "个", 0),
    "buildings": ("楼栋数", "栋", 0),
    "area": ("建筑面积", "㎡", 2),
}


@dataclass(frozen=True, slots=True)
class PlanMember:
    """One project of a plan: its size, and the facts that tell its kind."""

    name: str
    facts: Facts
    households: int = 0
    buildings: int = 0
    area: Decimal = Decimal(0)

    def amount(self, counts: str) -> Fraction:
        """Its size in what the quota counts."""
        return Fraction(1 if counts == "communities" else getattr(self, counts))


def exact(value: Fraction) -> Decimal:
    """A sum of counts or areas, which is always a finite decimal."""
    return Decimal(value.numerator) / Decimal(value.denominator)

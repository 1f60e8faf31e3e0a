"""Whether sums agree with what a plan's covering text states, at the decimals it states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# The unit of a claim → the total it speaks of, and how many of ours make one of it.
MEASURES: dict[str, tuple[str, int]] = {
    "个": ("projects", 1),
    "小区": ("projects", 1),
    "栋": ("buildings", 1),
    "户": ("households", 1),
    "㎡": ("floor_area", 1),
    "平方米": ("floor_area", 1),
    "万㎡": ("floor_area", 10_000),
    "万平方米": ("floor_area", 10_000),
}


@dataclass(frozen=True, slots=True)
class Tie:
    """One claim beside our own figure, both in the claim's unit."""

    name: str
    stated: Decimal
    computed: Decimal
    unit: str

    @property
    def equal(self) -> bool:
        """Our figure, rounded to the stated decimals, is the stated one."""
        step = Decimal(1).scaleb(int(self.stated.as_tuple().exponent))
        return self.computed.quantize(step, ROUND_HALF_UP) == self.stated


def tie(claims: Iterable[Mapping[str, object]], totals: Mapping[str, Decimal | int]) -> list[Tie]:
    """Every claim that speaks of a total we have; totals are 个, 栋, 户 and ㎡."""
    found = []
    for claim in claims:
        unit = str(claim.get("unit", ""))
        if unit not in MEASURES:
            continue
        key, factor = MEASURES[unit]
        computed = Decimal(totals[key]) / factor
        found.append(Tie(str(claim["name"]), Decimal(str(claim["stated"])), computed, unit))
    return found

"""The homes that pay, in the order in which a sum is split among them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from districts.models import ExclusiveUnit
from policies.rules.shares import Home
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class Payer:
    """A home that pays: its unit, its code in the split, area in ㎡ and building."""

    unit_id: int
    code: str
    area: Decimal
    building: str

    @property
    def home(self) -> Home:
        """As the rule takes it."""
        return Home(self.code, self.area, self.building)


def payers_of(project: Project) -> list[Payer]:
    """The homes of the community in code order; one query.

    户 counts homes, so shops, garages and other units pay nothing here. The exclusive area weighs.
    """
    rows = (
        ExclusiveUnit.objects.filter(building__community=project.community_id)
        .homes()
        .select_related("building")
        .order_by("code", "building__position", "pk")
    )
    units = list(rows)
    codes = Counter(unit.code for unit in units)
    return [
        Payer(
            unit.pk,
            unit.code if codes[unit.code] == 1 else f"{unit.building.number}-{unit.code}",
            unit.area,
            unit.building.number,
        )
        for unit in units
    ]

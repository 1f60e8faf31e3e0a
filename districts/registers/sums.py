"""What the units of any register add up to, by kind, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from districts.models.homes import KINDS
from records.listings import Part

ZERO = Decimal("0.00")
OF_HOMES = "户数只数住宅；专有面积是逐套登记的面积相加，不含公摊。"


@dataclass(frozen=True, slots=True)
class UnitSums:
    """Units, homes among them, ㎡ of all; `unproven` have an area but no proof of it."""

    units: int
    homes: int
    area: Decimal
    with_share: Decimal
    unproven: int
    parts: tuple[Part, ...]

    def how(self) -> tuple[str, ...]:
        """How the figures come about, in sentences."""
        words = [OF_HOMES]
        if self.unproven:
            words.append(f"其中 {self.unproven} 套面积没有产权、测绘或合同依据，仍按填写的数计入。")
        return tuple(words)


def unit_sums(units: QuerySet[Any]) -> UnitSums:
    """One query, grouped by kind; the parts add up to the whole."""
    rows = (
        units.order_by()
        .values("kind")
        .annotate(
            number=Count("pk"),
            total=Sum("area"),
            shared=Sum("area_with_share"),
            unproven=Count("pk", filter=Q(area_source="none")),
        )
    )
    found = {row["kind"]: row for row in rows}
    parts = tuple(
        Part(label, found[kind]["number"], found[kind]["total"])
        for kind, label in KINDS.items()
        if kind in found
    )
    homes = found.get("home")
    return UnitSums(
        units=sum(part.number for part in parts),
        homes=homes["number"] if homes else 0,
        area=sum((part.area for part in parts), ZERO),
        with_share=sum((row["shared"] or ZERO for row in found.values()), ZERO),
        unproven=sum(row["unproven"] for row in found.values()),
        parts=parts,
    )

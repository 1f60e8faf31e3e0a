"""How much the register holds of communities: figures to compare plans with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from districts.models import Building, Community, Entrance, ExclusiveUnit, Ownership


@dataclass(frozen=True, slots=True)
class Counts:
    """户 counts homes only; `area` is the voting area of all units in ㎡.

    `floor_area` sums what is entered of whole buildings, None where nothing is.
    """

    buildings: int = 0
    entrances: int = 0
    homes: int = 0
    units: int = 0
    area: Decimal = Decimal("0.00")
    owners: int = 0
    floor_area: Decimal | None = None


def counts_of(community_ids: Iterable[int]) -> dict[int, Counts]:
    """Counts by community id (all asked for are there); one query whatever their number."""
    ids = list(community_ids)
    units = ExclusiveUnit.objects.all()
    owners = Ownership.objects.filter(ends_on=None)
    rows = (
        Community.objects.filter(pk__in=ids)
        .order_by()
        .values_list(
            "pk",
            each(Building.objects.all(), "community"),
            each(Entrance.objects.all(), "building__community"),
            each(units.filter(kind="home"), "building__community"),
            each(units, "building__community"),
            each(units, "building__community", Sum("area")),
            each(owners, "unit__building__community", Count("owner", distinct=True)),
            each(Building.objects.all(), "community", Sum("floor_area")),
        )
    )
    found = {row[0]: row[1:] for row in rows}
    nothing = (None,) * 7
    return {pk: _counts(*found.get(pk, nothing)) for pk in ids}


def building_counts(building_ids: Iterable[int]) -> dict[int, Counts]:
    """The same of single buildings, owners apart; one query."""
    ids = list(building_ids)
    units = ExclusiveUnit.objects.all()
    rows = (
        Building.objects.filter(pk__in=ids)
        .order_by()
        .values_list(
            "pk",
            each(Entrance.objects.all(), "building"),
            each(units.filter(kind="home"), "building"),
            each(units, "building"),
            each(units, "building", Sum("area")),
        )
    )
    return {
        pk: _counts(1, stairs, homes, number, area, None)
        for pk, stairs, homes, number, area in rows
    }


def each(rows: QuerySet[Any], path: str, what: Any = None) -> Subquery:
    """The aggregate over rows of the outer community; NULL where there is none."""
    here = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Subquery(here.annotate(figure=what or Count("pk")).values("figure"))


def _counts(
    buildings: int | None,
    entrances: int | None,
    homes: int | None,
    units: int | None,
    area: Decimal | None,
    owners: int | None,
    floor_area: Decimal | None = None,
) -> Counts:
    return Counts(
        buildings or 0,
        entrances or 0,
        homes or 0,
        units or 0,
        area or Decimal("0.00"),
        owners or 0,
        floor_area,
    )

"""A community's homes as one sees them in front of the house: buildings, entrances, floors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch

from districts.models import Building, Community, Entrance, ExclusiveUnit, Ownership
from districts.rules.rooms import natural_key


@dataclass(slots=True)
class Floor:
    """Units of one floor of one entrance; `label` is "" where no floor is known."""

    label: str
    units: list[ExclusiveUnit] = field(default_factory=list)


@dataclass(slots=True)
class Stair:
    """One entrance with its floors, the top one first; `entrance` None for units without one."""

    entrance: Entrance | None
    floors: list[Floor]


@dataclass(slots=True)
class Block:
    """One building with its sums."""

    building: Building
    stairs: list[Stair]
    homes: int
    units: int
    area: Decimal


def blocks_of(community: Community, *, building: str = "", clear: bool = False) -> list[Block]:
    """Buildings with entrances, floors and units, owners ready at `unit.parts`; three queries.

    `building` limits it to one number. Ciphertext is not even read unless `clear`.
    """
    live = Ownership.objects.filter(ends_on=None).select_related("owner").order_by("pk")
    if not clear:
        live = live.defer("owner__name", "owner__phone", "owner__number")
    units = (
        ExclusiveUnit.objects.order_by("position", "code")
        .select_related("entrance")
        .prefetch_related(Prefetch("ownerships", queryset=live, to_attr="parts"))
    )
    rows = community.buildings.order_by("position", "number").prefetch_related(
        Prefetch("units", queryset=units, to_attr="all_units")
    )
    if building:
        rows = rows.filter(number=building)
    return [_block(row, list(row.all_units)) for row in rows]


def _block(building: Building, units: Sequence[ExclusiveUnit]) -> Block:
    by_stair: dict[int | None, list[ExclusiveUnit]] = {}
    for unit in units:
        unit.building = building
        if unit.entrance is not None:
            unit.entrance.building = building
        by_stair.setdefault(unit.entrance_id, []).append(unit)
    stairs = [Stair(members[0].entrance, _floors(members)) for members in by_stair.values()]
    stairs.sort(key=lambda stair: natural_key(stair.entrance.number if stair.entrance else ""))
    homes = sum(1 for unit in units if unit.kind == "home")
    area = sum((unit.area for unit in units), Decimal("0.00"))
    return Block(building, stairs, homes, len(units), area)


def _floors(units: Iterable[ExclusiveUnit]) -> list[Floor]:
    found: dict[int | None, Floor] = {}
    for unit in units:
        label = "" if unit.floor is None else str(unit.floor)
        found.setdefault(unit.floor, Floor(label)).units.append(unit)
    order = sorted(found, key=lambda floor: -999 if floor is None else floor, reverse=True)
    return [found[floor] for floor in order]

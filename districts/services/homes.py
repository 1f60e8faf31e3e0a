"""Entering buildings, entrances, units and owners of a community, set-wise."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.access import require
from accounts.permissions import Permission
from accounts.services import audit
from common.errors import Problem, Refused
from districts.models import Building, Community, Entrance, ExclusiveUnit, Owner, Ownership
from districts.rules.rooms import floor_of, natural_key, unit_code
from districts.services.home_checks import problems_of
from districts.services.home_rows import HomeRow, OwnerRow
from districts.services.identity import doubtful_among, owners_for

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["HomeRow", "HomesRegistered", "OwnerRow", "register_homes"]


@dataclass(frozen=True, slots=True)
class HomesRegistered:
    """What was entered; `doubtful` are owners of equal name without a number."""

    units: list[ExclusiveUnit]
    owners: list[Owner]
    doubtful: list[Owner]


@transaction.atomic
def register_homes(
    *, by: User, on: date, community: Community, rows: Sequence[HomeRow]
) -> HomesRegistered:
    """Enter new units of one community with their owners, from `on`.

    Buildings and entrances are found by number or made. Raises Refused with every problem of every
    row: malformed, twice on the list, already in the register, a number under another name.
    """
    require(by, Permission.EDIT_REGISTER, on=community)
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    problems = problems_of(rows) + _already_there(community, rows)
    if problems:
        raise Refused(problems)
    buildings = _buildings(community, rows)
    entrances = _entrances(buildings, rows)
    units = _units(buildings, entrances, rows)
    people = owners_for([owner for row in rows for owner in row.owners])
    _own(on, rows, units, people)
    distinct = list({owner.pk: owner for owner in people}.values())
    audit.record(
        by=by,
        action="登记房屋",
        on=community,
        summary=f"{community.name} 登记房屋 {len(units)} 套、业主 {len(distinct)} 人",
        payload={"units": len(units), "owners": len(distinct), "sha256": _digest(units, people)},
    )
    return HomesRegistered(units, distinct, doubtful_among(distinct))


def _already_there(community: Community, rows: Sequence[HomeRow]) -> list[Problem]:
    known = set(
        ExclusiveUnit.objects.filter(building__community=community).values_list("code", flat=True)
    )
    return [
        Problem(f"第 {number} 行：该房屋已登记", "taken", "room", "".join(row.place))
        for number, row in enumerate(rows, 1)
        if unit_code(*row.place) in known
    ]


def _buildings(community: Community, rows: Sequence[HomeRow]) -> dict[str, Building]:
    found = {building.number: building for building in community.buildings.all()}
    fresh = []
    for row in rows:
        number = row.place[0]
        if number not in found:
            found[number] = Building(
                community=community,
                number=number,
                structure=row.structure,
                storeys=row.storeys,
            )
            fresh.append(found[number])
    order = sorted(found, key=natural_key)
    for position, number in enumerate(order, 1):
        found[number].position = position
    Building.objects.bulk_create(fresh)
    Building.objects.bulk_update([b for b in found.values() if b not in fresh], ["position"])
    return found


def _entrances(
    buildings: dict[str, Building], rows: Sequence[HomeRow]
) -> dict[tuple[str, str], Entrance]:
    stairs = Entrance.objects.filter(building__in=buildings.values()).select_related("building")
    found = {(stair.building.number, stair.number): stair for stair in stairs}
    fresh = []
    for row in rows:
        building, entrance, _ = row.place
        if entrance and (building, entrance) not in found:
            number = int(entrance) if entrance.isdigit() else 999
            stair = Entrance(building=buildings[building], number=entrance, position=number)
            found[building, entrance] = stair
            fresh.append(stair)
    Entrance.objects.bulk_create(fresh)
    return found


def _units(
    buildings: dict[str, Building],
    entrances: dict[tuple[str, str], Entrance],
    rows: Sequence[HomeRow],
) -> list[ExclusiveUnit]:
    units = []
    for row in rows:
        building, entrance, room = row.place
        units.append(
            ExclusiveUnit(
                building=buildings[building],
                entrance=entrances.get((building, entrance)),
                room=room,
                floor=row.floor if row.floor is not None else floor_of(room),
                code=unit_code(building, entrance, room),
                kind=row.kind,
                area=row.area,
                area_source=row.area_source,
                area_with_share=row.area_with_share,
            )
        )
    return ExclusiveUnit.objects.bulk_create(units)


def _own(
    on: date, rows: Sequence[HomeRow], units: Sequence[ExclusiveUnit], people: Sequence[Owner]
) -> None:
    remaining = iter(people)
    links = []
    for row, unit in zip(rows, units, strict=True):
        mine = {owner.pk: owner for owner in (next(remaining) for _ in row.owners)}
        links += [Ownership(unit=unit, owner=owner, starts_on=on) for owner in mine.values()]
    Ownership.objects.bulk_create(links)


def _digest(units: Sequence[ExclusiveUnit], people: Sequence[Owner]) -> str:
    body = [[unit.pk, unit.code, str(unit.area)] for unit in units], [owner.pk for owner in people]
    return hashlib.sha256(json.dumps(body).encode()).hexdigest()

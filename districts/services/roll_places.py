"""The buildings and entrances that a roll names: found, or entered, in four queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from districts.models import Building, Community, Entrance
from districts.rules.roll_rows import RollRow
from districts.rules.rooms import natural_key
from records.copying import insert_rows, update_rows
from records.rules.undoing import Says
from records.services.written import Trail

_LAST = 999
Place = tuple[Building, Entrance | None]


@dataclass(frozen=True, slots=True)
class RollPlaces:
    """Buildings by community and number, entrances besides; `entered` counts new buildings."""

    buildings: Mapping[tuple[str, str], Building]
    entrances: Mapping[tuple[str, str, str], Entrance]
    entered: int

    def of(self, row: RollRow) -> Place:
        """The row's building, and its entrance; None where the building has none."""
        building, entrance, _ = row.place
        return (
            self.buildings[row.community, building],
            self.entrances.get((row.community, building, entrance)),
        )


def places_of(
    communities: Mapping[str, Community], rows: Sequence[RollRow], trail: Trail
) -> RollPlaces:
    """Find the places of the rows and enter those that the register lacks, on the trail."""
    buildings, fresh = _buildings(communities, rows)
    for building in fresh:
        trail.entered(building, f"{building.number}号楼", building_says(building))
    return RollPlaces(buildings, _entrances(buildings, rows), len(fresh))


def building_says(building: Building) -> Says:
    """What the register says of a building, as text."""
    names = ("number", "structure", "storeys", "built_year", "floor_area", "households")
    facts = {name: getattr(building, name) for name in names}
    return {name: "" if fact is None else str(fact) for name, fact in facts.items()}


def _buildings(
    communities: Mapping[str, Community], rows: Sequence[RollRow]
) -> tuple[dict[tuple[str, str], Building], list[Building]]:
    known = Building.objects.filter(community__in=communities.values()).select_related("community")
    found = {(row.community.code, row.number): row for row in known}
    fresh = []
    for community, number in dict.fromkeys((row.community, row.place[0]) for row in rows):
        if (community, number) not in found:
            building = Building(community=communities[community], number=number)
            found[community, number] = building
            fresh.append(building)
    if not fresh:
        return found, []
    numbers: dict[str, list[str]] = {}
    for community, number in found:
        numbers.setdefault(community, []).append(number)
    for community, mine in numbers.items():
        for position, number in enumerate(sorted(mine, key=natural_key), 1):
            found[community, number].position = position
    old = [building for building in found.values() if building.pk]
    update_rows(old, ["position"])
    insert_rows(fresh)
    return found, fresh


def _entrances(
    buildings: Mapping[tuple[str, str], Building], rows: Sequence[RollRow]
) -> dict[tuple[str, str, str], Entrance]:
    places = {building.pk: key for key, building in buildings.items()}
    known = Entrance.objects.filter(building__in=places)
    found = {(*places[row.building_id], row.number): row for row in known}
    wanted = dict.fromkeys((row.community, *row.place[:2]) for row in rows if row.place[1])
    fresh = {
        key: Entrance(
            building=buildings[key[:2]],
            number=key[2],
            position=int(key[2]) if key[2].isdigit() else _LAST,
        )
        for key in wanted
        if key not in found
    }
    insert_rows(list(fresh.values()))
    return found | fresh

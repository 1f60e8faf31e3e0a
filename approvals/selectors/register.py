"""The community's units as the register has them today: what a roll is built from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from approvals.rules.parts import APART, Part
from approvals.rules.words import WITHIN, room_words
from districts.models import ExclusiveUnit
from districts.rules.heads import Head, OwnedUnit, heads
from districts.selectors.heads import owner_sets
from renovation.models import Project


class RegisterUnit(NamedTuple):
    """One unit: where it stands, its kind, the area that votes (㎡) and on what it rests.

    `order` and `community`: in which of a cluster it lies; its building then carries that name.
    """

    pk: int
    building_position: int
    building: str
    entrance_position: int
    entrance: str
    position: int
    code: str
    room: str
    kind: str
    area: Decimal
    source: str
    order: int = 0
    community: str = ""

    @property
    def label(self) -> str:
        """3 号楼 4 单元 301."""
        return room_words(self.building, self.entrance, self.room)

    @property
    def stair(self) -> Part:
        """The entrance that it belongs to."""
        return Part(self.building, self.entrance or APART)

    @property
    def stairs(self) -> tuple[int | str, ...]:
        """Building, entrance, floor, room: the order in which papers are collected."""
        return (self.order, *self[1:7])

    def within(self, community: str, order: int) -> RegisterUnit:
        """The unit as it stands on the roll of a cluster."""
        return self._replace(
            building=f"{community}{WITHIN}{self.building}",
            code=f"{community}{WITHIN}{self.code}",
            order=order,
            community=community,
        )


@dataclass(frozen=True, slots=True)
class Register:
    """Units in stair order, and the heads that own them."""

    units: tuple[RegisterUnit, ...]
    heads: tuple[Head, ...]
    owners: Mapping[int, frozenset[int]]

    def of_kinds(self, kinds: Collection[str]) -> set[int]:
        """The units of these kinds."""
        return {unit.pk for unit in self.units if unit.kind in kinds}

    def within(self, places: Sequence[str]) -> Register:
        """Those buildings and entrances alone (`Part.code`): an owner with what is his in there."""
        wanted = set(places)
        return _with_heads(
            [u for u in self.units if wanted & {u.stair.code, Part(u.building).code}], self.owners
        )


def register_of(project: Project) -> Register:
    """The register in two queries."""
    rows = ExclusiveUnit.objects.filter(building__community_id=project.community_id)
    found = (
        RegisterUnit(row[0], row[1], row[2], row[3] or 0, row[4] or "", *row[5:])
        for row in rows.order_by().values_list(
            "pk",
            "building__position",
            "building__number",
            "entrance__position",
            "entrance__number",
            "position",
            "code",
            "room",
            "kind",
            "area",
            "area_source",
        )
    )
    units = sorted(found, key=lambda unit: unit.stairs)
    return _with_heads(units, owner_sets(project.community))


def joined(registers: Sequence[Register]) -> Register:
    """Several communities as one: who owns homes in some of them is one head."""
    owners = {unit: those for one in registers for unit, those in one.owners.items()}
    return _with_heads([unit for one in registers for unit in one.units], owners)


def _with_heads(units: Sequence[RegisterUnit], owners: Mapping[int, frozenset[int]]) -> Register:
    nobody: frozenset[int] = frozenset()
    owned = [OwnedUnit(u.pk, u.area, owners.get(u.pk, nobody)) for u in units]
    return Register(tuple(units), tuple(heads(owned)), owners)


def places_of(project: Project, scope: str) -> dict[str, str]:
    """Code → words of every building or entrance of the register, in stair order (one query)."""
    rows = ExclusiveUnit.objects.filter(building__community_id=project.community_id)
    stairs = rows.order_by(
        "building__position", "building__number", "entrance__position", "entrance__number"
    ).values_list("building__number", "entrance__number")
    parts = [Part(b, (e or APART) if scope == "entrance" else "") for b, e in stairs]
    return {part.code: part.words for part in parts}

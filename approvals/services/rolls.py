"""Freezing the roll: heads, their units in the order of the stairs, serials and codes."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from approvals.models import Head, HeadUnit, Round
from approvals.rules.doubts import left_out, merged
from approvals.rules.roll_difference import Difference, Listed, difference
from approvals.rules.serials import serial
from approvals.rules.words import room_words
from approvals.selectors.roll_doubts import listed, roll_doubts
from districts.models import ExclusiveUnit, Owner
from districts.rules.heads import Head as FoundHead
from districts.rules.heads import merge
from districts.selectors.heads import voting_heads
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class DraftHead:
    """One head before freezing: owners, masked names, its units in stair order, their area."""

    owner_ids: tuple[int, ...]
    label: str
    units: tuple[ExclusiveUnit, ...]
    area: Decimal


@dataclass(frozen=True, slots=True)
class DraftRoll:
    """The roll as it would be frozen now."""

    heads: tuple[DraftHead, ...]

    @property
    def units(self) -> int:
        """Units on the roll."""
        return sum(len(head.units) for head in self.heads)

    @property
    def homes(self) -> int:
        """户: homes only."""
        return sum(unit.kind == "home" for head in self.heads for unit in head.units)

    @property
    def area(self) -> Decimal:
        """㎡ that vote."""
        return sum((head.area for head in self.heads), Decimal("0.00"))

    @property
    def several(self) -> tuple[DraftHead, ...]:
        """Heads with more than one unit: why heads are fewer than households."""
        return tuple(head for head in self.heads if len(head.units) > 1)

    @property
    def ownerless(self) -> tuple[ExclusiveUnit, ...]:
        """Units without an owner in the register."""
        return tuple(unit for head in self.heads if not head.owner_ids for unit in head.units)

    @property
    def buildings(self) -> dict[str, tuple[int, Decimal]]:
        """Building → units and area, in stair order."""
        found: dict[str, tuple[int, Decimal]] = {}
        for unit in in_stair_order(unit for head in self.heads for unit in head.units):
            number, area = found.get(unit.building.number, (0, Decimal("0.00")))
            found[unit.building.number] = (number + 1, area + unit.area)
        return found


def draft_roll(project: Project) -> DraftRoll:
    """The roll from today's register (a constant number of queries); nothing is written."""
    units = {
        unit.pk: unit
        for unit in ExclusiveUnit.objects.filter(
            building__community_id=project.community_id
        ).select_related("building__community", "entrance")
    }
    found = voting_heads(project.community)
    cases = roll_doubts(project, found, in_stair_order(units.values()))
    heads = _without(merge(found, merged(cases)), left_out(cases), units)
    owners = {pk for head in heads for pk in head.owner_ids}
    names = dict(Owner.objects.filter(pk__in=owners).values_list("pk", "name_masked"))
    drafts = [
        DraftHead(
            tuple(head.owner_ids),
            "、".join(names[pk] for pk in head.owner_ids)[:200] or "未登记业主",
            tuple(in_stair_order(units[pk] for pk in head.unit_ids)),
            head.area,
        )
        for head in heads
    ]
    return DraftRoll(tuple(sorted(drafts, key=lambda head: _stairs(head.units[0]))))


def _without(
    heads: Iterable[FoundHead], out: set[int], units: Mapping[int, ExclusiveUnit]
) -> list[FoundHead]:
    """The heads without units that were decided not to vote; a head of such units alone is gone."""
    found = []
    for head in heads:
        kept = tuple(pk for pk in head.unit_ids if pk not in out)
        if kept:
            area = sum((units[pk].area for pk in kept), Decimal("0.00"))
            found.append(replace(head, unit_ids=kept, area=area))
    return found


def in_stair_order(units: Iterable[ExclusiveUnit]) -> list[ExclusiveUnit]:
    """Building, entrance, floor, room: as papers are collected."""
    return sorted(units, key=_stairs)


def freeze(round_: Round, roll: DraftRoll, serial_head: str) -> list[HeadUnit]:
    """Write heads and units of a saved round; three bulk inserts at most."""
    heads = Head.objects.bulk_create(
        Head(
            round=round_,
            number=number,
            owner_ids=list(head.owner_ids),
            label=head.label,
            area=head.area,
        )
        for number, head in enumerate(roll.heads, 1)
    )
    pairs = [
        (row, unit) for row, head in zip(heads, roll.heads, strict=True) for unit in head.units
    ]
    pairs.sort(key=lambda pair: _stairs(pair[1]))
    return HeadUnit.objects.bulk_create(
        _frozen(round_, head, unit, position, serial(serial_head, position))
        for position, (head, unit) in enumerate(pairs, 1)
    )


def fingerprint(roll: DraftRoll) -> str:
    """SHA-256 over owners, units and areas in stair order: two equal rolls have the same."""
    body = [
        [sorted(head.owner_ids), [[unit.pk, str(unit.area)] for unit in head.units]]
        for head in roll.heads
    ]
    return hashlib.sha256(json.dumps(body, separators=(",", ":")).encode()).hexdigest()


def _frozen(round_: Round, head: Head, unit: ExclusiveUnit, position: int, number: str) -> HeadUnit:
    return HeadUnit(
        round=round_,
        head=head,
        unit=unit,
        position=position,
        building=unit.building.number,
        entrance=unit.entrance.number if unit.entrance else "",
        room=unit.room,
        kind=unit.kind,
        area=unit.area,
        serial=number,
        token=secrets.token_urlsafe(15),
    )


def _stairs(unit: ExclusiveUnit) -> tuple[int | str, ...]:
    entrance = unit.entrance
    return (
        unit.building.position,
        unit.building.number,
        entrance.position if entrance else 0,
        entrance.number if entrance else "",
        unit.position,
        unit.code,
    )


def since(old: Round, roll: DraftRoll) -> Difference:
    """How today's draft differs from an earlier round's frozen roll."""
    now = {
        unit.pk: Listed(
            room_words(
                unit.building.number, unit.entrance.number if unit.entrance else "", unit.room
            ),
            unit.area,
            frozenset(head.owner_ids),
        )
        for head in roll.heads
        for unit in head.units
    }
    return difference(listed(old), now)

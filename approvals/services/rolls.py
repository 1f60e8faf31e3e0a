"""The roll as it would freeze now, and freezing it: heads, units in stair order, serials, codes."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from approvals.models import Head, HeadUnit, Round
from approvals.rules.doubts import Doubt, OwnerFacts, left_out, merged
from approvals.rules.parts import RollUnit
from approvals.rules.roll_difference import Difference, Listed, difference
from approvals.rules.sampling import roll_digest
from approvals.rules.serials import serial
from approvals.selectors.clusters import Electorate, registers_of
from approvals.selectors.register import Register, RegisterUnit, joined, register_of
from approvals.selectors.roll_doubts import cluster_doubts, listed, owners_of, roll_doubts
from districts.rules.heads import Head as FoundHead
from districts.rules.heads import merge
from records.copying import insert_values, take_keys
from renovation.models import Project

Members = Mapping[int, frozenset[str]]  # unit → the matters that it pays for, or is affected by


@dataclass(frozen=True, slots=True)
class DraftHead:
    """One head before freezing: owners, masked names, its units in stair order, their area."""

    owner_ids: tuple[int, ...]
    label: str
    units: tuple[RegisterUnit, ...]
    area: Decimal


@dataclass(frozen=True, slots=True)
class DraftRoll:
    """The roll as it would be frozen now, and the doubtful cases as they were counted in it."""

    heads: tuple[DraftHead, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def undecided(self) -> tuple[Doubt, ...]:
        """Cases that somebody could decide and nobody has: they count as proposed."""
        return tuple(doubt for doubt in self.doubts if doubt.undecided)

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
    def ownerless(self) -> tuple[RegisterUnit, ...]:
        """Units without an owner in the register."""
        return tuple(unit for head in self.heads if not head.owner_ids for unit in head.units)

    @property
    def unmeasured(self) -> tuple[RegisterUnit, ...]:
        """Units without an area, or with one that rests on nothing."""
        units = (unit for head in self.heads for unit in head.units)
        return tuple(unit for unit in units if unit.area <= 0 or unit.source == "none")

    @property
    def buildings(self) -> dict[str, tuple[int, Decimal]]:
        """Building → units and area, in stair order."""
        found: dict[str, tuple[int, Decimal]] = {}
        for _, unit in self.in_stair_order():
            number, area = found.get(unit.building, (0, Decimal("0.00")))
            found[unit.building] = (number + 1, area + unit.area)
        return found

    def in_stair_order(self) -> list[tuple[int, RegisterUnit]]:
        """Every unit with the place of its head in `heads`, as papers are collected."""
        pairs = [(n, unit) for n, head in enumerate(self.heads) for unit in head.units]
        return sorted(pairs, key=lambda pair: pair[1].stairs)


def draft_roll(
    project: Project, places: Sequence[str] = (), silent: Collection[str] = ()
) -> DraftRoll:
    """The roll from today's register (a constant number of queries); nothing is written.

    `places`: only these buildings and entrances, by code; an owner counts with what he has there.
    `silent`: kinds of units that do not vote by the rule, whatever was decided.
    """
    register, people = register_of(project), owners_of(project)
    cases = roll_doubts(project, register, people, silent)
    if places:
        register = register.within(places)
    out = left_out(cases) | register.of_kinds(silent)
    return replace(_roll(register, people, merged(cases), out), doubts=cases)


def roll_of(asked: Electorate, places: Sequence[str] = ()) -> DraftRoll:
    """The roll of everybody whom a rule asks; in a cluster all its communities' owners.

    Who owns homes in several of them is one head, or one in each, as the rule says.
    """
    silent = asked.rule.leaves_out
    if len(asked.projects) == 1:
        return draft_roll(asked.lead, places, silent)
    registers = registers_of(asked.projects)
    people = [owners_of(project) for project in asked.projects]
    cases = [
        roll_doubts(*one, silent) for one in zip(asked.projects, registers, people, strict=True)
    ]
    if asked.rule.cluster_heads == "each":
        rolls = [
            _roll(register, owners, merged(found), left_out(found) | register.of_kinds(silent))
            for register, owners, found in zip(registers, people, cases, strict=True)
        ]
        doubts = tuple(doubt for found in cases for doubt in found)
        return DraftRoll(tuple(head for roll in rolls for head in roll.heads), doubts)
    everybody = {pk: owner for owners in people for pk, owner in owners.items()}
    out = {unit for found in cases for unit in left_out(found)}
    register = joined(registers)
    across = cluster_doubts(asked.projects, register, everybody, silent)
    made = _roll(register, everybody, merged(across), out | register.of_kinds(silent))
    return replace(made, doubts=across)


def _roll(
    register: Register,
    people: Mapping[int, OwnerFacts],
    one: Mapping[str, str],
    out: set[int],
) -> DraftRoll:
    """Heads of a register in stair order; `one`: head → the head it is one with, `out`: units."""
    units = {unit.pk: unit for unit in register.units}
    drafts = [
        DraftHead(
            tuple(head.owner_ids),
            "、".join(people[pk].label for pk in head.owner_ids)[:200] or "未登记业主",
            tuple(sorted((units[pk] for pk in head.unit_ids), key=lambda unit: unit.stairs)),
            head.area,
        )
        for head in _without(merge(register.heads, one), out, units)
    ]
    return DraftRoll(tuple(sorted(drafts, key=lambda head: head.units[0].stairs)))


def _without(
    heads: Iterable[FoundHead], out: set[int], units: Mapping[int, RegisterUnit]
) -> Iterator[FoundHead]:
    """The heads without units that were decided not to vote; a head of such units alone is gone."""
    for head in heads:
        if out.isdisjoint(head.unit_ids):
            yield head
        elif kept := tuple(pk for pk in head.unit_ids if pk not in out):
            area = sum((units[pk].area for pk in kept), Decimal("0.00"))
            yield replace(head, unit_ids=kept, area=area)


def freeze(
    round_: Round,
    roll: DraftRoll,
    serial_head: str,
    groups: Mapping[str, Members] | None = None,
) -> list[RollUnit]:
    """Write heads and units of a saved round in two streams; the roll as the count takes it.

    `groups`: "paying" and "affected" units of the register with the matters that ask for them.
    """
    heads = take_keys(Head, len(roll.heads))
    insert_values(
        Head,
        ("pk", "round", "number", "owner_ids", "label", "area"),
        (
            (key, round_.pk, number, head.owner_ids, head.label, head.area)
            for number, (key, head) in enumerate(zip(heads, roll.heads, strict=True), 1)
        ),
    )
    pairs = roll.in_stair_order()
    nobody: frozenset[str] = frozenset()
    paying, affected = ((groups or {}).get(name, {}) for name in ("paying", "affected"))
    frozen = [
        RollUnit(
            key,
            heads[head],
            unit.building,
            unit.area,
            unit.kind == "home",
            unit.entrance,
            paying.get(unit.pk, nobody),
            affected.get(unit.pk, nobody),
            unit.community,
        )
        for key, (head, unit) in zip(take_keys(HeadUnit, len(pairs)), pairs, strict=True)
    ]
    insert_values(HeadUnit, UNIT_FIELDS, _rows(round_, pairs, frozen, serial_head))
    return frozen


UNIT_FIELDS = (
    "pk",
    "round",
    "head",
    "unit",
    "position",
    "community",
    "building",
    "entrance",
    "room",
    "kind",
    "area",
    "serial",
    "token",
    "paying",
    "affected",
)


def _rows(
    round_: Round,
    pairs: Sequence[tuple[int, RegisterUnit]],
    frozen: Sequence[RollUnit],
    serial_head: str,
) -> Iterator[tuple[object, ...]]:
    for position, ((_, unit), row) in enumerate(zip(pairs, frozen, strict=True), 1):
        yield (
            row.unit,
            round_.pk,
            row.head,
            unit.pk,
            position,
            unit.community,
            unit.building,
            unit.entrance,
            unit.room,
            unit.kind,
            unit.area,
            serial(serial_head, position),
            secrets.token_urlsafe(15),
            sorted(row.paying),
            sorted(row.affected),
        )


def fingerprint(roll: DraftRoll) -> str:
    """SHA-256 over owners, units and areas in stair order: two equal rolls have the same."""
    return roll_digest(
        (head.owner_ids, [(unit.pk, unit.area) for unit in head.units]) for head in roll.heads
    )


def since(old: Round, roll: DraftRoll, project: Project) -> Difference:
    """How today's draft differs from an earlier round's frozen roll."""
    now = {
        unit.pk: Listed(unit.label, unit.area, frozenset(head.owner_ids), head.label, number)
        for number, head in enumerate(roll.heads)
        for unit in head.units
    }
    return difference(listed(old, project), now)

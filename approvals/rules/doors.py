"""Tonight's doors: the fewest owners to call on so that an open round is valid, or passes.

A door is one voting head with every unit of it that has not answered: one call collects them all.
What a door adds is exactly what the count says when all its missing units agree, so nothing is
estimated. Each test is a linear condition on the sum of what the doors add; among doors that add
the same heads and homes the larger area is never worse, so an optimum takes the largest of each
kind, and the search is over how many of each. docs/algorithms/doors.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from approvals.rules.fewest import Conditions, Kind, fewest
from approvals.rules.parts import WHOLE, RollUnit
from approvals.rules.tally import Choice, Count, Method, change
from policies.rules.model import ConsentTest, Matter

Goal = Literal["valid", "passed"]
MEASURES = {"heads": "heads", "area": "area", "households": "homes"}


@dataclass(frozen=True, slots=True)
class Door:
    """One owner to call on: the head, its units without a paper, their area (㎡)."""

    head: int
    units: tuple[int, ...]
    area: Decimal
    adds: Mapping[str, Count]  # by matter, when all these units agree


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one matter stands: its tests and the count of the whole."""

    matter: Matter
    count: Count
    method: Method


@dataclass(frozen=True, slots=True)
class Plan:
    """The doors to knock at, largest area first; `possible` False when all together do not do."""

    doors: tuple[Door, ...]
    possible: bool

    @property
    def area(self) -> Decimal:
        """㎡ behind these doors."""
        return sum((door.area for door in self.doors), Decimal(0))

    @property
    def units(self) -> int:
        """Papers to collect."""
        return sum(len(door.units) for door in self.doors)


def open_doors(
    roll: Iterable[RollUnit], answers: Mapping[str, Mapping[int, Choice]], method: Method
) -> tuple[Door, ...]:
    """Every head with a unit that has not answered. `answers`: matter → unit → choice."""
    answered = {unit for by_unit in answers.values() for unit in by_unit}
    heads: dict[int, list[RollUnit]] = defaultdict(list)
    for unit in roll:
        heads[unit.head].append(unit)
    return tuple(
        _door(head, units, answers, answered, method)
        for head, units in heads.items()
        if any(unit.unit not in answered for unit in units)
    )


def plan(standings: Sequence[Standing], doors: Sequence[Door], goal: Goal) -> Plan:
    """The fewest of these doors that reach the goal in every matter, if all of them agree.

    Of several lists of that length the one with the most area. `doors` may leave out owners who
    are known to be away.
    """
    conditions = [
        (standing.matter.key, test, standing)
        for standing in standings
        for test in standing.matter.tests
        if steered(test) and (goal == "passed" or test.numerator == "participate")
    ]
    wanted, gains = _conditions(conditions, doors)
    if wanted is None:
        return Plan((), possible=False)
    kinds: dict[tuple[Fraction, ...], list[Door]] = defaultdict(list)
    for door, values in zip(doors, gains, strict=True):
        kinds[values].append(door)
    ordered = {
        values: sorted(those, key=lambda door: (-door.area, door.units))
        for values, those in kinds.items()
    }
    taken = fewest(
        [Kind(values, tuple(d.area for d in those)) for values, those in ordered.items()], wanted
    )
    if taken is None:
        return Plan((), possible=False)
    chosen = [
        door
        for those, number in zip(ordered.values(), taken, strict=True)
        for door in those[:number]
    ]
    return Plan(tuple(sorted(chosen, key=_largest_first)), possible=True)


def steered(test: ConsentTest) -> bool:
    """Whether the list serves this test: of all owners or those taking part, in the whole.

    A building's or a group's test is put to its part first (`approvals.rules.standings`).
    """
    return test.scope == "community" and test.population in {"all", "participants"}


def reserve(doors: Iterable[Door], chosen: Plan, number: int) -> tuple[Door, ...]:
    """The next largest doors, for those that stay shut."""
    taken = {door.head for door in chosen.doors}
    rest = [door for door in doors if door.head not in taken]
    return tuple(sorted(rest, key=_largest_first)[:number])


def gain(door: Door, matter: str, test: ConsentTest) -> Fraction:
    """What the door adds to `numerator − share × base` of a test."""
    return _linear(test, door.adds[matter])


def shortfall(test: ConsentTest, count: Count) -> Fraction:
    """How much of that sum is missing; 0 or less when the test holds (or could, for nothing)."""
    whole = Fraction(getattr(count, f"all_{MEASURES[test.measure]}"))
    base = test.share * whole if test.population == "all" else Fraction(0)
    return base - _linear(test, count)


def _linear(test: ConsentTest, count: Count) -> Fraction:
    measure = MEASURES[test.measure]
    taking_part = Fraction(getattr(count, f"participating_{measure}"))
    have = taking_part
    if test.numerator == "agree":
        have = Fraction(getattr(count, f"agree_{measure}"))
    return have - test.share * taking_part if test.population == "participants" else have


def _door(
    head: int,
    units: list[RollUnit],
    answers: Mapping[str, Mapping[int, Choice]],
    answered: set[int],
    method: Method,
) -> Door:
    missing = [unit for unit in units if unit.unit not in answered]
    ids = {unit.unit for unit in units}
    adds = {}
    for matter, by_unit in answers.items():
        before = {unit: by_unit[unit] for unit in ids & by_unit.keys()}
        agreeing: dict[int, Choice] = {unit.unit: "agree" for unit in missing}
        adds[matter] = change(units, before, before | agreeing, method)[WHOLE]
    area = sum((unit.area for unit in missing), Decimal(0))
    return Door(head, tuple(unit.unit for unit in missing), area, adds)


def _conditions(
    tests: Sequence[tuple[str, ConsentTest, Standing]], doors: Sequence[Door]
) -> tuple[Conditions | None, list[tuple[Fraction, ...]]]:
    """What the sums must reach, and what each door adds to them; None when nothing suffices.

    Area conditions become one: so much area behind the doors.
    """
    needs: list[tuple[Fraction, bool]] = []
    columns: list[tuple[str, ConsentTest | str]] = []
    area, strictly = Fraction(0), False
    for key, test, standing in tests:
        short, strict = shortfall(test, standing.count), test.operator == ">"
        empty = test.population == "participants" and not getattr(
            standing.count, f"participating_{MEASURES[test.measure]}"
        )
        if not getattr(standing.count, f"all_{MEASURES[test.measure]}"):
            return None, []
        if test.measure != "area":
            needs.append((short, strict))
            columns.append((key, test))
            if empty:
                needs.append((Fraction(0), True))
                columns.append((key, f"participating_{MEASURES[test.measure]}"))
            continue
        per = each_adds(test, standing.method)
        if per == 0 and (short > 0 or (strict and short == 0)):
            return None, []
        found = [(short / per, strict)] if per else []
        found += [(Fraction(0), True)] if empty else []
        for least, over in found:
            area, strictly = max((area, strictly), (least, over))
    gains = [tuple(_column(door.adds[key], what) for key, what in columns) for door in doors]
    return Conditions(tuple(needs), area, strictly), gains


def _column(count: Count, what: ConsentTest | str) -> Fraction:
    return Fraction(getattr(count, what)) if isinstance(what, str) else _linear(what, count)


def each_adds(test: ConsentTest, method: Method) -> Fraction:
    """What one ㎡ (head, home) that had said nothing and now agrees adds to a test."""
    part = Fraction(0 if method.missing_takes_part else 1)
    yes = Fraction(0 if "missing" in method.taken_for_yes else 1)
    have = part if test.numerator == "participate" else yes
    return have - test.share * part if test.population == "participants" else have


def _largest_first(door: Door) -> tuple[Decimal, tuple[int, ...]]:
    return -door.area, door.units

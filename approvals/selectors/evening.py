"""Tonight: what each test lacks, where the pace leads, and the doors to knock at (no choices)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import User
from approvals.models import HeadUnit, Paper, Round, Visit
from approvals.rules.doors import Door, Goal, open_doors, reserve, steered
from approvals.rules.gaps import Gap, unsteered
from approvals.rules.pace import Forecast, forecast
from approvals.rules.parts import WHOLE, Asked, Part, RollUnit
from approvals.rules.standings import lacking, pieces
from approvals.rules.tally import Choice, Method, tally
from approvals.rules.walks import Errand, walking
from approvals.rules.words import building_words, entrance_words
from approvals.selectors.blindness import matters_shown
from approvals.selectors.calls import last_calls
from approvals.selectors.recounting import COUNTED, answers_of, roll_unit
from approvals.selectors.rules import judged, method_of
from approvals.selectors.seeing import homes_seen, sees_whole
from common.clock import civil_day
from policies.rules.consent import ConsentOutcome
from policies.rules.model import Matter

PHONE = re.compile(r"\b(?:1\d{10}|0\d{2,3}-?\d{7,8})\b")
SPARE = 10  # doors in reserve


@dataclass(frozen=True, slots=True)
class DoorRow:
    """One call: whom (masked), where, how many papers, how much area; never what anybody said."""

    head: int
    label: str
    area: Decimal
    homes: tuple[HeadUnit, ...]
    last: Visit | None = None
    undelivered: bool = False

    @property
    def phones(self) -> tuple[str, ...]:
        """Numbers to call, once names and phones are shown in clear."""
        return tuple(PHONE.findall(self.label))

    @property
    def first(self) -> HeadUnit:
        """The home at which one knocks."""
        return self.homes[0]

    @property
    def place(self) -> str:
        """3 号楼 4 单元."""
        parts = (building_words(self.first.building), entrance_words(self.first.entrance))
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class MatterGaps:
    """One matter with what each of its tests lacks, in the policy's order, and what that means."""

    matter: Matter
    outcome: ConsentOutcome
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class PartDoors:
    """A building or entrance that is judged by itself: how many doors close its gap."""

    part: Part
    passed: bool
    valid: bool
    possible: bool
    doors: int
    papers: int
    area: Decimal


@dataclass(frozen=True, slots=True)
class Evening:
    """An open round tonight. `without_away`: owners who could not be found are left out.

    `passed` is None for who may not know yet how owners answered. `everywhere`: the fewest doors of
    the whole round, of which `doors` are those in scope.
    """

    goal: Goal
    valid: bool
    passed: bool | None
    matters: tuple[MatterGaps, ...]
    forecasts: tuple[tuple[str, str, Forecast], ...]
    doors: tuple[DoorRow, ...]
    spare: tuple[DoorRow, ...]
    possible: bool
    without_away: bool
    left: int
    away: int
    parts: tuple[PartDoors, ...] = ()
    everywhere: int = 0

    @property
    def objections(self) -> int:
        """Owners whose vote against stops a matter by the policy's veto, however many agree."""
        return sum(one.outcome.objections for one in self.matters if one.matter.decides == "whole")

    @property
    def papers(self) -> int:
        """Papers behind the listed doors."""
        return sum(len(row.homes) for row in self.doors)

    @property
    def area(self) -> Decimal:
        """㎡ behind the listed doors."""
        return sum((row.area for row in self.doors), Decimal("0.00"))


def evening(
    round_: Round,
    on: date,
    goal: Goal | None = None,
    place: str = "",
    *,
    blind: bool = False,
    user: User | None = None,
) -> Evening:
    """The round tonight, in a constant number of queries. Without a goal: valid first, then passed.

    The fewest doors are those of the whole round; with a `user` only those in scope are listed.
    Reads roll and papers, not the running tally, so it stands by itself. `place` ("3-2"): only the
    doors of that building or entrance, where it is judged by itself. `blind`: turnout alone.
    """
    units = {u.pk: u for u in HeadUnit.objects.filter(round=round_).select_related("head")}
    roll = [roll_unit([getattr(u, name) for name in COUNTED]) for u in units.values()]
    answers, method = answers_of(round_), method_of(round_)
    asked = matters_shown(round_, blind=blind)
    outcomes, found = _outcomes(round_, asked, roll, answers), pieces(asked, roll, answers, method)
    tests = {key: outcome.tests for key, outcome in outcomes.items()}
    gaps = {id(outcome): gap for piece in found for outcome, gap in lacking(piece, tests)}
    matters = [
        MatterGaps(matter, outcome, tuple(gaps.get(id(t), unsteered(t)) for t in outcome.tests))
        for matter, outcome in zip(asked, outcomes.values(), strict=True)
    ]
    valid = all(outcome.valid for outcome in outcomes.values())
    aim: Goal = "valid" if blind else goal or ("passed" if valid else "valid")
    doors, away = open_doors(roll, answers, method), _away(round_)
    walk = walking([p for p in found if place in ("", p.part.code)], doors, away, aim)
    rows = _Rows(_in_scope(units, round_, user), away)
    stopped = aim == "passed" and any(map(_vetoed, matters))
    pool = [door for door in walk.pool if not (walk.without_away and away.issuperset(door.units))]
    return Evening(
        goal=aim,
        valid=valid,
        passed=None if blind else all(one.outcome.passed for one in matters),
        matters=tuple(matters),
        forecasts=_forecasts(
            round_, matters, _came(round_, roll, answers[asked[0].key], method), on
        ),
        doors=rows.of(() if stopped else walk.plan.doors),
        spare=rows.of(reserve(pool, walk.plan, SPARE)),
        possible=walk.plan.possible and not stopped,
        without_away=walk.without_away and bool(away),
        left=len(rows.mine(doors)),
        away=len([door for door in rows.mine(doors) if away.issuperset(door.units)]),
        parts=_parts(rows.places(walk.errands), outcomes.values(), aim),
        everywhere=len(walk.plan.doors),
    )


def _vetoed(one: MatterGaps) -> bool:
    """Whether somebody's vote against stops the round here, however many agree."""
    return bool(one.outcome.objections) and one.matter.decides == "whole"


def _outcomes(
    round_: Round,
    asked: Iterable[Matter],
    roll: Sequence[RollUnit],
    answers: Mapping[str, Mapping[int, Choice]],
) -> dict[str, ConsentOutcome]:
    """These matters judged as the papers stand, by their keys."""
    found = {}
    for matter in asked:
        counts = tally(roll, answers[matter.key], method_of(round_), Asked.of(matter))
        found[matter.key] = judged(round_, matter, counts[WHOLE], counts)
    return found


def _parts(
    errands: Iterable[Errand], outcomes: Iterable[ConsentOutcome], goal: Goal
) -> tuple[PartDoors, ...]:
    """Every building or entrance that is judged by itself, in the order of the roll."""
    by_place: dict[Part, list[Errand]] = defaultdict(list)
    for one in errands:
        by_place[one.part._replace(group="owners")].append(one)
    found = []
    for part, mine in by_place.items():
        judged_so = [o for outcome in outcomes for o in outcome.parts if o.part == part.words]
        stopped = goal == "passed" and any(one.objections for one in judged_so)
        doors = {} if stopped else {door.head: door for one in mine for door in one.doors}
        if part == WHOLE:
            continue
        found.append(
            PartDoors(
                part,
                passed=all(one.passed for one in judged_so),
                valid=all(one.valid for one in judged_so),
                possible=all(one.possible for one in mine) and not stopped,
                doors=len(doors),
                papers=sum(len(door.units) for door in doors.values()),
                area=sum((door.area for door in doors.values()), Decimal("0.00")),
            )
        )
    return tuple(found)


def by_stairs(rows: Sequence[DoorRow]) -> list[DoorRow]:
    """The same doors as one walks: building, entrance, floor."""
    return sorted(rows, key=lambda row: row.first.position)


class _Rows:
    """Rows of the homes in scope; of an owner with others besides, only those."""

    def __init__(self, units: Mapping[int, HeadUnit], away: Container[int]) -> None:
        self.units, self.away = units, away
        self.buildings = {unit.building for unit in units.values()}

    def mine(self, doors: Iterable[Door]) -> list[Door]:
        """The doors with a home in scope."""
        return [door for door in doors if not self.units.keys().isdisjoint(door.units)]

    def places(self, errands: Iterable[Errand]) -> list[Errand]:
        """What is to be done in buildings in scope, or in the whole."""
        return [one for one in errands if one.part.building in self.buildings | {""}]

    def of(self, doors: Iterable[Door]) -> tuple[DoorRow, ...]:
        """Doors with their homes in the order of the stairs, and the last call at each."""
        mine = self.mine(doors)
        last = last_calls(unit for door in mine for unit in door.units)
        return tuple(self._row(door, last) for door in mine)

    def _row(self, door: Door, last: Mapping[int, Visit]) -> DoorRow:
        here = (self.units[pk] for pk in door.units if pk in self.units)
        homes = sorted(here, key=lambda unit: unit.position)
        return DoorRow(
            door.head,
            homes[0].head.label,
            sum((home.area for home in homes), Decimal("0.00")),
            tuple(homes),
            last=last.get(homes[0].pk),
            undelivered=any(home.pk in self.away for home in homes),
        )


def _in_scope(
    units: Mapping[int, HeadUnit], round_: Round, user: User | None
) -> Mapping[int, HeadUnit]:
    """Of the homes of a cluster those in this person's scope (one query more)."""
    if user is None or sees_whole(user, round_):
        return units
    mine = set(homes_seen(round_, user).values_list("pk", flat=True))
    return {pk: unit for pk, unit in units.items() if pk in mine}


def _away(round_: Round) -> set[int]:
    return set(round_.undelivered.values_list("unit_id", flat=True))


def _forecasts(
    round_: Round,
    matters: Sequence[MatterGaps],
    came: tuple[dict[date, Decimal], dict[date, Decimal]],
    on: date,
) -> tuple[tuple[str, str, Forecast], ...]:
    """Turnout of the first matter: measure in words, its unit, and the line."""
    heads, area = came
    opened = civil_day(round_.opens_at)
    closes = civil_day(round_.closes_at)
    found = []
    for outcome, gap in zip(matters[0].outcome.tests, matters[0].gaps, strict=True):
        test = outcome.test
        if (
            not steered(test)
            or test.numerator != "participate"
            or test.measure == "households"
            or not gap.missing
        ):
            continue
        counted = heads if test.measure == "heads" else area
        found += [
            (gap.label, gap.unit, line)
            for line in forecast(counted, need=gap.missing, opened=opened, on=on, closes=closes)
        ]
    return tuple(found)


def _came(
    round_: Round, roll: Sequence[RollUnit], said: Mapping[int, Choice], method: Method
) -> tuple[dict[date, Decimal], dict[date, Decimal]]:
    """Per civil day of receipt: owners whose first paper came, and ㎡ that came.

    Only papers that take part, as `said` of the first matter: an invalid one brings it no nearer.
    """
    units = {unit.unit: unit for unit in roll if method.takes_part(said.get(unit.unit))}
    first: dict[int, date] = {}
    area: dict[date, Decimal] = defaultdict(Decimal)
    papers = Paper.objects.filter(round=round_, live=True).values_list("unit_id", "received_at")
    for unit_id, received in papers:
        unit = units.get(unit_id)
        if unit is None:
            continue
        day = civil_day(received)
        area[day] += unit.area
        first[unit.head] = min(day, first.get(unit.head, day))
    heads: dict[date, Decimal] = defaultdict(Decimal)
    for day in first.values():
        heads[day] += 1
    return dict(heads), dict(area)

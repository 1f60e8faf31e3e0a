"""Tonight: what each test lacks, where the pace leads, and the doors to knock at (no choices)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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

    `passed` is None for who may not know yet how owners answered.
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
    round_: Round, on: date, goal: Goal | None = None, place: str = "", *, blind: bool = False
) -> Evening:
    """The round tonight, in a constant number of queries. Without a goal: valid first, then passed.

    Reads roll and papers, not the running tally, so it stands by itself. `place` ("3-2"): only the
    doors of that building or entrance, where it is judged by itself. `blind`: turnout alone.
    """
    units = {u.pk: u for u in HeadUnit.objects.filter(round=round_).select_related("head")}
    roll = [roll_unit([getattr(u, name) for name in COUNTED]) for u in units.values()]
    answers, method = answers_of(round_), method_of(round_)
    asked = matters_shown(round_, blind=blind)
    outcomes = {}
    for matter in asked:
        counts = tally(roll, answers[matter.key], method, Asked.of(matter))
        outcomes[matter.key] = judged(round_, matter, counts[WHOLE], counts)
    found = pieces(asked, roll, answers, method)
    tests = {key: outcome.tests for key, outcome in outcomes.items()}
    gaps = {id(outcome): gap for piece in found for outcome, gap in lacking(piece, tests)}
    matters = [
        MatterGaps(matter, outcome, tuple(gaps.get(id(t), unsteered(t)) for t in outcome.tests))
        for matter in asked
        for outcome in [outcomes[matter.key]]
    ]
    valid = all(one.outcome.valid for one in matters)
    aim: Goal = "valid" if blind else goal or ("passed" if valid else "valid")
    away = _away(round_)
    doors = open_doors(roll, answers, method)
    walk = walking([p for p in found if place in ("", p.part.code)], doors, away, aim)
    rows = _Rows(units, away)
    stopped = aim == "passed" and any(
        one.outcome.objections and one.matter.decides == "whole" for one in matters
    )
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
        left=len(doors),
        away=len([door for door in doors if away.issuperset(door.units)]),
        parts=_parts(walk.errands, outcomes.values(), aim),
    )


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
    def __init__(self, units: Mapping[int, HeadUnit], away: Container[int]) -> None:
        self.units, self.away = units, away

    def of(self, doors: Sequence[Door]) -> tuple[DoorRow, ...]:
        """Doors with their homes in the order of the stairs, and the last call at each."""
        last = last_calls(unit for door in doors for unit in door.units)
        return tuple(self._row(door, last) for door in doors)

    def _row(self, door: Door, last: Mapping[int, Visit]) -> DoorRow:
        homes = sorted((self.units[pk] for pk in door.units), key=lambda unit: unit.position)
        return DoorRow(
            door.head,
            homes[0].head.label,
            door.area,
            tuple(homes),
            last=last.get(homes[0].pk),
            undelivered=any(home.pk in self.away for home in homes),
        )


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

"""A running round by its turnout alone: what is missing, where the pace leads, what endangers it.

No choice is read here: of a matter only the tests of taking part. The most endangered comes first:
time is up and too few took part; the pace does not suffice, or nothing has come in; it suffices,
with the fewest days to spare; not yet begun; enough took part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from approvals.rules.pace import Forecast, so_far
from policies.rules.consent import MEASURES, TestOutcome

State = Literal["over", "failing", "silent", "coming", "ahead", "reached", "free"]
RANKS: dict[State, int] = {
    "over": 0,
    "failing": 1,
    "silent": 1,
    "coming": 2,
    "ahead": 3,
    "reached": 4,
    "free": 4,
}

NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Period:
    """Civil days of opening, closing and today; whether the two instants have passed."""

    opened: date
    closes: date
    on: date
    begun: bool = True
    over: bool = False

    @property
    def days_left(self) -> int:
        """0 on the closing day, negative after it."""
        return (self.closes - self.on).days


@dataclass(frozen=True, slots=True)
class Asked:
    """One test of taking part of one matter, and where the pace so far leads it."""

    matter: str
    outcome: TestOutcome
    pace: Forecast | None

    @property
    def short(self) -> Fraction:
        """The share of its base that is missing."""
        return Fraction(self.outcome.missing) / (self.outcome.base or 1) if self.left else NONE

    @property
    def left(self) -> bool:
        """Whether it does not hold yet."""
        return not self.outcome.met


@dataclass(frozen=True, slots=True)
class Underway:
    """How a round stands. `expected`: the day when the last of its tests holds, at this pace."""

    period: Period
    state: State
    tests: tuple[Asked, ...]
    expected: date | None = None

    @property
    def order(self) -> tuple[int, int, Fraction]:
        """The most endangered first: by state, by days left or to spare, by what is missing."""
        days = self.period.days_left
        if self.state == "coming" and self.expected:
            days = (self.period.closes - self.expected).days
        return RANKS[self.state], days, -max((one.short for one in self.tests), default=NONE)

    @property
    def lead(self) -> str:
        """The matter that lacks most; "" where no test asks for turnout."""
        return max(self.tests, key=lambda one: one.short).matter if self.tests else ""

    @property
    def missing(self) -> tuple[tuple[Decimal, str], ...]:
        """What the whole still lacks: amount and unit by measure, the most of all matters."""
        most: dict[str, Decimal] = {}
        for one in self.tests:
            if one.left and not one.outcome.part:
                key = one.outcome.test.measure
                most[key] = max(most.get(key, Decimal(0)), one.outcome.missing)
        return tuple((most[key], MEASURES[key][1]) for key in MEASURES if key in most)

    @property
    def parts(self) -> tuple[int, int]:
        """Buildings or entrances judged by themselves: how many, and how many lack turnout."""
        judged = {one.outcome.part for one in self.tests if one.outcome.part}
        return len(judged), len({one.outcome.part for one in self.tests if one.left} & judged)

    @property
    def gap(self) -> str:
        """还差 2 人、156.11 ㎡；6 处中 1 处参与不足; "" where nothing is missing."""
        amounts = "、".join(f"{amount:,} {unit}" for amount, unit in self.missing)
        judged, short = self.parts
        words = [f"还差 {amounts}"] if amounts else []
        words += [f"{judged} 处中 {short} 处参与不足"] if short else []
        return "；".join(words)

    @property
    def words(self) -> str:
        """Where it leads, in one sentence."""
        period, day = self.period, _day(self.expected or self.period.closes, self.period.on)
        days = (period.on - period.opened).days
        silent = f"已开启 {days} 天" if days > 0 else "今天开启"
        return {
            "over": "已过截止时间，参与不足",
            "failing": "按目前进度到期时达不到" + (f"（要到 {day}）" if self.expected else ""),
            "silent": f"{silent}，还没有收回意见表",
            "coming": f"按目前进度预计 {day} 达到",
            "ahead": f"{_day(period.opened, period.on)} 开始",
            "reached": "参与已达到",
            "free": "本轮不设参与下限",
        }[self.state]


def underway(
    tests: Iterable[tuple[str, TestOutcome]], period: Period, *, returned: int
) -> Underway:
    """The round as it stands. `tests`: matter and test of taking part; `returned`: papers in."""
    asked = tuple(
        Asked(matter, one, _pace(one, period)) for matter, one in tests if _takes_part(one)
    )
    left = [one for one in asked if one.left]
    days = [one.pace.expected if one.pace else None for one in left]
    known = [day for day in days if day is not None]
    expected = max(known) if known and len(known) == len(days) else None
    return Underway(period, _state(asked, left, period, expected, returned), asked, expected)


def _day(day: date, on: date) -> str:
    """06-24; with its year where that is another one."""
    return f"{day:%m-%d}" if day.year == on.year else day.isoformat()


def _takes_part(one: TestOutcome) -> bool:
    return one.test.numerator == "participate"


def _pace(one: TestOutcome, period: Period) -> Forecast | None:
    return so_far(
        one.value, need=one.missing, opened=period.opened, on=period.on, closes=period.closes
    )


def _state(
    asked: Sequence[Asked],
    left: Sequence[Asked],
    period: Period,
    expected: date | None,
    returned: int,
) -> State:
    if not left:
        return "reached" if asked else "free"
    if period.over:
        return "over"
    if not period.begun:
        return "ahead"
    if not returned:
        return "silent"
    return "coming" if expected is not None and expected <= period.closes else "failing"

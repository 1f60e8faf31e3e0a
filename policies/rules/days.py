"""Counting days: working and calendar, from the day after the event, with make-up workdays.

First day not counted: Civil Code 201. A calendar period that ends on a day of rest runs to the end
of the rest: Civil Code 203.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5  # as date.weekday() counts
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Announced years with their document, and the days that differ from Monday to Friday.

    `days[day]` is True for a make-up workday, False for a holiday. `names` holds the holiday.
    """

    years: Mapping[int, str] = field(default_factory=dict)
    days: Mapping[date, bool] = field(default_factory=dict)
    names: Mapping[date, str] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether work is done that day; outside announced years only the weekday is known."""
        special = self.days.get(day)
        return day.weekday() < SATURDAY if special is None else special

    def announced(self, year: int) -> bool:
        """Whether the year's holidays are known."""
        return year in self.years


def add_days(
    start: date,
    count: int,
    unit: str,
    calendar: Calendar,
    *,
    first_day_counted: bool = False,
    left_out: Set[date] = frozenset(),
) -> tuple[date, tuple[date, ...], bool]:
    """The last day of a period, the days of rest on the way, and whether it is provisional.

    Days in `left_out` count for nothing, and the period does not end on one.

    Provisional: it rests on a year that is not announced. Raises ValueError for a period of less
    than one day.
    """
    if count < 1:
        raise ValueError("a period lasts at least one day")
    day = start if first_day_counted else start + ONE_DAY
    left, skipped = count, []
    while True:
        if day in left_out:
            pass
        elif unit == "calendar" or calendar.is_working(day):
            left -= 1
            if left == 0:
                break
        else:
            skipped.append(day)
        day += ONE_DAY
    if unit == "calendar":
        while day in left_out or not calendar.is_working(day):
            skipped.append(day)
            day += ONE_DAY
    provisional = any(not calendar.announced(year) for year in range(start.year, day.year + 1))
    return day, tuple(skipped), provisional


def years_after(day: date, years: int) -> date:
    """The last day of a period of years: the same day, else the month's last (Civil Code 202)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def working_days_between(after: date, until: date, calendar: Calendar) -> int:
    """Working days after `after` up to and including `until`; 0 when it has passed."""
    days = range((until - after).days)
    return sum(calendar.is_working(after + ONE_DAY * (n + 1)) for n in days)


def make_up_days(start: date, end: date, calendar: Calendar) -> list[date]:
    """Weekend days after `start` up to `end` on which work is done."""
    days = (start + ONE_DAY * n for n in range(1, (end - start).days + 1))
    return [day for day in days if day.weekday() >= SATURDAY and calendar.is_working(day)]


def with_weekday(day: date) -> str:
    """2024-06-24（周一）."""
    return f"{day}（周{WEEKDAYS[day.weekday()]}）"


def ranges(days: Sequence[date], calendar: Calendar) -> str:
    """06-08 至 06-10（端午节）、06-15 至 06-16."""
    groups: list[list[date]] = []
    for day in days:
        if groups and day - groups[-1][-1] == ONE_DAY:
            groups[-1].append(day)
        else:
            groups.append([day])
    words = []
    for group in groups:
        span = f"{group[0]:%m-%d}" + (f" 至 {group[-1]:%m-%d}" if len(group) > 1 else "")
        name = next((calendar.names[day] for day in group if day in calendar.names), "")
        words.append(span + (f"（{name}）" if name else ""))
    return "、".join(words)

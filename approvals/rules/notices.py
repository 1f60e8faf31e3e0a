"""Where a notice stands on a day: day n of m, over or not. Days are counted by the pinned rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policies.rules.model import NoticeRule
from policies.rules.timing import Calendar, working_days_between

UNITS = {"working": "个工作日", "calendar": "日"}


@dataclass(frozen=True, slots=True)
class Progress:
    """`day` of `length` counted days (0 before the first); `over` from the day after the last."""

    day: int
    length: int
    unit: str
    over: bool

    @property
    def words(self) -> str:
        """公示第 6/7 个工作日 or 已期满."""
        return "已期满" if self.over else f"第 {self.day}/{self.length} {self.unit}"


def progress(
    rule: NoticeRule, posted: date, last_day: date, on: date, calendar: Calendar
) -> Progress:
    """How many of the counted days have begun; the notice is over when its last day has passed."""
    if rule.unit == "working":
        day = working_days_between(posted, on, calendar)
        day += int(rule.first_day_counted and calendar.is_working(posted))
    else:
        day = (on - posted).days + int(rule.first_day_counted)
    return Progress(max(0, min(day, rule.length)), rule.length, UNITS[rule.unit], on > last_day)

"""Where a notice stands on a day: day n of m, over or not. Days are counted by the pinned rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from policies.rules.days import Calendar
from policies.rules.model import NoticeRule
from policies.rules.notice_days import Interruption, counting_of

UNITS = {"working": "个工作日", "calendar": "日"}


@dataclass(frozen=True, slots=True)
class Progress:
    """`day` of `length` counted days (0 before the first); `over` from the day after the last.

    `halted`: why nothing is counted at present (it is down, or the policy does not say).
    """

    day: int
    length: int
    unit: str
    over: bool
    halted: str = ""

    @property
    def words(self) -> str:
        """公示第 6/7 个工作日 or 已期满."""
        if self.over:
            return "已期满"
        return self.halted or f"第 {self.day}/{self.length} {self.unit}"


def progress(
    rule: NoticeRule,
    posted: date,
    last_day: date | None,
    on: date,
    calendar: Calendar,
    gaps: Sequence[Interruption] = (),
) -> Progress:
    """How many of the counted days have begun; the notice is over when its last day has passed."""
    unit, counting = UNITS[rule.unit], counting_of(rule, posted, gaps)
    if last_day is None or counting is None:
        down = any(one.restored is None for one in gaps)
        return Progress(0, rule.length, unit, over=False, halted="中断中" if down else "待裁定")
    first = 0 if rule.first_day_counted else 1
    days = (counting.start + timedelta(n) for n in range(first, (on - counting.start).days + 1))
    day = sum(
        one not in counting.left_out and (rule.unit == "calendar" or calendar.is_working(one))
        for one in days
    )
    return Progress(min(day, rule.length), rule.length, unit, on > last_day)

"""Reports that come round: the day one is due, and whether it came in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from common.explanations import Explanation, Input
from policies.rules.days import ONE_DAY, Calendar, with_weekday
from policies.rules.model import ReturnRule

MONTHS = {"month": 1, "quarter": 3, "year": 12}
YEAR = 12


@dataclass(frozen=True, slots=True)
class ReturnDue:
    """The day a report is due. `provisional`: it moved over days of rest not announced yet."""

    day: date
    provisional: bool
    explanation: Explanation


def return_due(rule: ReturnRule, period: date, calendar: Calendar) -> ReturnDue:
    """When the report on the period that `period` lies in is due; any day of the period will do."""
    length = MONTHS[rule.every]
    first = (period.year * YEAR + period.month - 1) // length * length
    months = first + (length if rule.of == "before" else 0) + (rule.month - 1)
    stated = date(months // YEAR, months % YEAR + 1, rule.day)
    day = stated
    while rule.on_rest_day == "next" and not calendar.is_working(day):
        day += ONE_DAY
    provisional = rule.on_rest_day == "next" and not calendar.announced(day.year)
    moved = f"，遇休息日顺延至 {with_weekday(day)}" if day != stated else ""
    explained = Explanation(
        title=rule.name,
        result=day.isoformat(),
        sentence=f"{stated} 前报送{moved}",
        status="provisional" if provisional else "final",
        inputs=(Input("报送期", _words(rule, first)),),
        clauses=rule.clauses,
        note=rule.says,
    )
    return ReturnDue(day, provisional, explained)


def on_time(rule: ReturnRule, period: date, received: date, calendar: Calendar) -> bool:
    """Whether a report that came in on that day came in time: the due day itself still counts."""
    return received <= return_due(rule, period, calendar).day


def _words(rule: ReturnRule, first: int) -> str:
    year, month = divmod(first, YEAR)
    if rule.every == "year":
        return f"{year} 年"
    if rule.every == "quarter":
        return f"{year} 年第 {month // MONTHS['quarter'] + 1} 季度"
    return f"{year} 年 {month + 1} 月"

"""Lights: late, at risk, later. One definition for the list, the workbench and the dashboard."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

RISK_DAYS = 7

Light = Literal["late", "risk", "later", "none"]


def light(due_on: date | None, on: date) -> Light:
    """late: the day (extensions included) lies before `on`; risk: at most 7 days are left."""
    if due_on is None:
        return "none"
    if due_on < on:
        return "late"
    return "risk" if (due_on - on).days <= RISK_DAYS else "later"


def days_left(due_on: date, on: date) -> int:
    """Days until the due day; negative when late, 0 on the day itself."""
    return (due_on - on).days


def in_words(due_on: date | None, on: date) -> str:
    """逾期 2 天, 今天到期, 剩 3 天; "" without a due day."""
    if due_on is None:
        return ""
    left = days_left(due_on, on)
    if left < 0:
        return f"逾期 {-left} 天"
    return f"剩 {left} 天" if left else "今天到期"


def risk_until(on: date) -> date:
    """The last due day that counts as at risk."""
    return on + timedelta(days=RISK_DAYS)


def next_week(on: date) -> tuple[date, date]:
    """Monday and Sunday of the calendar week after the one of `on`."""
    monday = on + timedelta(days=7 - on.weekday())
    return monday, monday + timedelta(days=6)

"""Days are counted from the day after, around holidays and make-up workdays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.loading.calendars import library_calendar
from policies.rules.model import Deadline, NoticeRule
from policies.rules.notice_days import notice_last_day
from policies.rules.timing import (
    Calendar,
    add_days,
    due_date,
    working_days_between,
)

CALENDAR = library_calendar()
days = st.dates(date(2023, 1, 1), date(2024, 11, 1))


def slow_working(start, count):
    """Walk the year's whole list of working days instead of stepping from the start."""
    year = [date(2022, 12, 1) + timedelta(days=n) for n in range(1000)]
    open_days = [
        day
        for day in year
        if CALENDAR.days.get(day, day.isoweekday() not in (6, 7)) and day > start
    ]
    return open_days[count - 1]


@given(days, st.integers(1, 30))
def test_agrees_with_the_list_of_working_days(start, count):
    day, _, provisional = add_days(start, count, "working", CALENDAR)
    assert day == slow_working(start, count)
    assert not provisional
    assert working_days_between(start, day, CALENDAR) == count


@given(days, st.integers(1, 30))
def test_one_more_day_is_never_earlier(start, count):
    for unit in ("working", "calendar"):
        shorter = add_days(start, count, unit, CALENDAR)[0]
        assert add_days(start, count + 1, unit, CALENDAR)[0] >= shorter
        assert shorter > start
        assert CALENDAR.is_working(shorter)


@pytest.mark.parametrize(
    ("posted", "last"),
    [
        ("2024-02-07", "2024-02-22"),
        ("2024-06-13", "2024-06-24"),
        ("2024-06-06", "2024-06-18"),
    ],
)
def test_seven_working_days_of_a_notice(posted, last):
    rule = NoticeRule("n", "公示", "公示书", 7, "working")
    result = notice_last_day(rule, date.fromisoformat(posted), CALENDAR)
    assert result.day == date.fromisoformat(last)
    assert result.explanation.result == last


def test_the_explanation_names_holidays_and_make_up_days():
    rule = NoticeRule("n", "公示", "公示书", 7, "working")
    lines = notice_last_day(rule, date(2024, 2, 7), CALENDAR).explanation.lines
    words = " ".join(f"{line.label}{line.expression}" for line in lines)
    assert "02-10 至 02-17（春节）" in words
    assert "2024-02-18（周日）" in words


def test_a_year_not_announced_is_provisional():
    day, _, provisional = add_days(date(2030, 3, 1), 7, "working", CALENDAR)
    assert provisional
    result = due_date(Deadline(within=7), date(2030, 3, 1), CALENDAR)
    assert result.day == day
    assert result.explanation.status == "provisional"
    assert "尚未公布" in result.explanation.note


def test_counting_the_first_day_makes_it_one_day_earlier():
    assert add_days(date(2024, 6, 3), 3, "working", CALENDAR, first_day_counted=True)[0] == date(
        2024, 6, 5
    )
    assert add_days(date(2024, 6, 3), 3, "working", CALENDAR)[0] == date(2024, 6, 6)


def test_a_calendar_period_ending_on_a_holiday_runs_on():
    assert add_days(date(2024, 9, 25), 7, "calendar", CALENDAR)[0] == date(2024, 10, 8)


@pytest.mark.parametrize(
    ("start", "due", "clash"),
    [
        ("2024-06-14", "2024-06-28", False),
        ("2024-06-17", "2024-07-01", True),
    ],
)
def test_ten_working_days_may_pass_the_start_limit(start, due, clash):
    deadline = Deadline(within=10, not_after=date(2024, 6, 30))
    result = due_date(deadline, date.fromisoformat(start), CALENDAR)
    assert result.day == date.fromisoformat(due)
    assert bool(result.clash) is clash


def test_of_a_fixed_and_a_relative_day_the_earlier_binds():
    deadline = Deadline(fixed=date(2024, 6, 30), within=10)
    late = due_date(deadline, date(2024, 6, 17), CALENDAR)
    assert late.day == date(2024, 6, 30)
    assert "07-01" in late.clash
    assert due_date(deadline, date(2024, 6, 3), CALENDAR).day == date(2024, 6, 18)


def test_a_deadline_that_has_not_begun_has_no_day():
    result = due_date(Deadline(within=10), None, CALENDAR)
    assert result.day is None
    assert result.explanation.status == "undecided"


def test_a_yearly_day_is_the_first_on_or_after_the_start():
    deadline = Deadline(yearly="05-31")
    assert due_date(deadline, date(2024, 5, 31), CALENDAR).day == date(2024, 5, 31)
    assert due_date(deadline, date(2024, 6, 1), CALENDAR).day == date(2025, 5, 31)


def test_an_empty_calendar_knows_no_year():
    assert add_days(date(2024, 6, 3), 1, "working", Calendar())[2]


@given(days, st.integers(-30, 30))
def test_a_fixed_day_is_warned_of_only_when_it_passes_the_other(day, apart):
    limit = day + timedelta(days=apart)
    result = due_date(Deadline(fixed=day, not_after=limit), None, CALENDAR)
    assert result.day == day  # warned of, never cut
    assert bool(result.clash) == (day > limit)
    assert result.clash in result.explanation.note

"""A warranty ends on the corresponding day of its last month."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Undecidable
from policies.rules.warranties import Warranty, months_later, warrant

ROOF = Warranty("roof", "屋面防水", 60)
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def slow_months_later(start, months):
    """Walk on day by day until the month is reached, then to the day or the month's end."""
    seen, day = 0, start
    while seen < months:
        day += timedelta(days=1)
        seen += day.day == 1
    while day.day < start.day and (day + timedelta(days=1)).month == day.month:
        day += timedelta(days=1)
    return day


@given(days, st.integers(1, 30))
def test_agrees_with_walking_day_by_day(start, months):
    assert months_later(start, months) == slow_months_later(start, months)


@given(days, st.integers(1, 240), st.integers(1, 240))
def test_a_longer_warranty_never_ends_earlier(start, one, more):
    assert months_later(start, one) < months_later(start, one + more)


def test_the_last_day_is_still_covered_and_the_next_is_not():
    accepted = date(2021, 10, 30)
    assert warrant(ROOF, accepted, date(2026, 10, 30)).running
    over = warrant(ROOF, accepted, date(2026, 10, 31))
    assert not over.running
    assert over.until == date(2026, 10, 30)
    assert "届满" in over.explanation.sentence


def test_a_month_without_the_day_ends_on_its_last():
    assert months_later(date(2020, 2, 29), 24) == date(2022, 2, 28)
    assert months_later(date(2021, 12, 31), 2) == date(2022, 2, 28)


def test_a_part_without_months_is_not_guessed():
    rule = Warranty("roof", "屋面防水", undecided="方案没有写增加多少")
    with pytest.raises(Undecidable, match="没有写增加多少"):
        warrant(rule, date(2021, 10, 30), date(2022, 1, 1))

"""A notice that was down: its days left out or counted anew by the policy's word, never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.rules.model import NoticeRule
from policies.rules.notice_days import OPEN_POLICY, Interruption, counting_of, notice_last_day
from tests.policies.test_timing import CALENDAR

POSTED = date(2024, 6, 13)
TORN = Interruption(date(2024, 6, 18), date(2024, 6, 20), "被风雨撕落")


def rule(interrupted, **changes):
    return NoticeRule("n", "公示", "公示书", 7, "working", interrupted=interrupted, **changes)


@pytest.mark.parametrize(
    ("interrupted", "last"), [("paused", date(2024, 6, 27)), ("restarts", date(2024, 7, 1))]
)
def test_the_expiry_moves_as_the_policy_says(interrupted, last):
    result = notice_last_day(rule(interrupted), POSTED, CALENDAR, [TORN])
    assert result.day == last
    words = str(result.explanation.to_dict())
    assert "2024-06-18（周二）撤落，2024-06-20（周四）恢复张贴：被风雨撕落" in words
    assert f"{last} 期满" in result.explanation.sentence


def test_with_the_first_day_counted_the_day_of_restoring_counts_too():
    counted = rule("paused", first_day_counted=True)
    assert notice_last_day(counted, POSTED, CALENDAR).day == date(2024, 6, 21)
    assert notice_last_day(counted, POSTED, CALENDAR, [TORN]).day == date(2024, 6, 25)


@pytest.mark.parametrize(
    ("way", "interruption", "why"),
    [
        (None, TORN, OPEN_POLICY),
        ("paused", Interruption(date(2024, 6, 18)), "2024-06-18 起中断"),
        ("restarts", Interruption(date(2024, 6, 18)), "2024-06-18 起中断"),
    ],
)
def test_what_cannot_be_known_has_no_last_day(way, interruption, why):
    result = notice_last_day(rule(way), POSTED, CALENDAR, [interruption])
    assert result.day is None
    assert result.explanation.status == "undecided"
    assert why in result.explanation.sentence
    assert counting_of(rule(way), POSTED, [interruption]) is None


gaps = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 5)), max_size=3)


def interruptions(found):
    day, rows = POSTED, []
    for ahead, length in found:
        down = day + timedelta(ahead)
        rows.append(Interruption(down, down + timedelta(length)))
        day = down + timedelta(length + 1)
    return rows


@given(gaps, st.sampled_from(["paused", "restarts"]), st.booleans())
def test_a_notice_hangs_its_seven_days_whatever_happens(found, way, first):
    rows = interruptions(found)
    ruled = rule(way, first_day_counted=first)
    last = notice_last_day(ruled, POSTED, CALENDAR, rows).day
    felt = [one for one in rows if one.down <= last]
    down = {
        one.down + timedelta(n)
        for one in felt
        for n in range((one.restored - one.down).days + (0 if first else 1))
    }
    start = felt[-1].restored if felt and way == "restarts" else POSTED
    begins = start if first else start + timedelta(1)
    hung = [begins + timedelta(n) for n in range((last - begins).days + 1)]
    assert sum(CALENDAR.is_working(day) and day not in down for day in hung) == 7
    assert last >= notice_last_day(ruled, POSTED, CALENDAR).day


@given(gaps)
def test_counting_anew_is_never_earlier_than_going_on(found):
    rows = interruptions(found)
    paused = notice_last_day(rule("paused"), POSTED, CALENDAR, rows).day
    assert notice_last_day(rule("restarts"), POSTED, CALENDAR, rows).day >= paused


def test_an_interruption_after_the_last_day_changes_nothing():
    late = Interruption(date(2024, 6, 25), date(2024, 6, 26))
    plain = notice_last_day(rule("restarts"), POSTED, CALENDAR)
    assert notice_last_day(rule("restarts"), POSTED, CALENDAR, [late]) == plain

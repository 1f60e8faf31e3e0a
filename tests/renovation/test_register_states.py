"""What wants attention first among a scheme's registers."""

from datetime import date

import pytest

from renovation.rules.register_states import Rows, attention

TODAY = date(2024, 6, 21)
YESTERDAY, SOON, LATER = date(2024, 6, 20), date(2024, 6, 28), date(2024, 6, 29)

CASES = [
    ("a row past its day", Rows(2, 1, 1, YESTERDAY), None, False, ("late", YESTERDAY)),
    ("the scheme's day is past", Rows(), YESTERDAY, False, ("late", YESTERDAY)),
    ("due in seven days", Rows(1, 1, 0, SOON), None, False, ("soon", SOON)),
    ("due today", Rows(), TODAY, False, ("soon", TODAY)),
    ("in hand, no day", Rows(1, 1), None, False, ("busy", None)),
    ("in hand, later", Rows(1, 1, 0, LATER), None, False, ("busy", LATER)),
    ("nothing yet", Rows(), None, False, ("idle", None)),
    ("all closed", Rows(3), None, False, ("kept", None)),
    ("done once, its day does not matter any more", Rows(1, 1), YESTERDAY, True, ("done", None)),
]


@pytest.mark.parametrize(("name", "rows", "due", "done", "expected"), CASES, ids=str)
def test_a_register_stands_as_its_rows_and_its_day_say(name, rows, due, done, expected):
    found = attention(rows, TODAY, due=due, done=done)
    assert (found.state, found.due) == expected, name


def test_the_late_come_first_and_what_is_done_comes_last():
    found = [attention(rows, TODAY, due=due, done=done) for _, rows, due, done, _ in CASES[::-1]]
    assert [one.state for one in sorted(found, key=lambda one: one.order)] == [
        "late", "late", "soon", "soon", "busy", "busy", "idle", "kept", "done",
    ]  # fmt: skip

"""A tidy table made untidy in the ways of people reads as the same rows."""

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.rules.rows import read_rows
from renovation.sheets import COMMUNITY_PLAN
from tests.intake.untidy import meant, said, untidy

JUNK = st.sampled_from(["约三", "二十", "3 4", "-5", "1,23", "1.2.3", "待定", "1-6#"])


@settings(max_examples=60)
@given(untidy())
def test_however_untidy_the_rows_are_the_same(sheet):
    reading = read_rows(sheet.table(), COMMUNITY_PLAN)

    assert [f for f in reading.findings if f.severity == "refuse"] == []
    assert said(reading) == meant(sheet)
    assert all(total.ties for total in reading.totals)


@settings(max_examples=60)
@given(untidy(), JUNK, st.data())
def test_a_wrong_cell_is_always_reported_at_its_own_address(sheet, junk, data):
    place = sheet.break_cell(data.draw, junk)

    reading = read_rows(sheet.table(), COMMUNITY_PLAN)
    wrong = [f for f in reading.findings if f.severity == "refuse"]

    assert [f.cell for f in wrong if f.code == "cell"] == [place]
    assert {f.code for f in wrong} <= {"cell", "subtotal"}

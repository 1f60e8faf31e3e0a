"""Cells set right by a person, at the level of the table."""

from hypothesis import given
from hypothesis import strategies as st

from intake.rules.mends import mended, typed
from intake.rules.rows import read_rows
from renovation.sheets import COMMUNITY_PLAN
from tests.intake.builders import HEAD, ROWS, table

PLACES = st.tuples(st.integers(1, 6), st.integers(1, 7))


def test_a_wrong_cell_reads_as_it_was_mended():
    wrong = table([HEAD, [1, "甲", "城关街道", "两", 40, 3200], *ROWS[1:]])

    reading = read_rows(mended(wrong, {(2, 4): "2"}), COMMUNITY_PLAN)

    assert reading.findings == ()
    assert reading.rows[0].values["buildings"] == 2
    assert wrong.rows[1].cells[4].text == "两"


def test_a_mended_sum_is_checked_against_the_mended_rows():
    rows = table([HEAD, *ROWS, ["", "合计", "", 6, 121, 9700.75]])

    assert [f.code for f in read_rows(rows, COMMUNITY_PLAN).findings] == ["subtotal"]
    assert read_rows(mended(rows, {(5, 5): "120"}), COMMUNITY_PLAN).findings == ()
    assert read_rows(mended(rows, {(2, 5): "41"}), COMMUNITY_PLAN).findings == ()


def test_a_row_may_be_emptied_and_a_new_one_typed_below():
    emptied = mended(table([HEAD, *ROWS]), {(4, column): "" for column in range(1, 7)})
    longer = mended(table([HEAD, *ROWS]), {(5, 2): "丁小区", (5, 3): "东城街道"})

    assert [row.number for row in emptied.rows] == [1, 2, 3]
    assert [row.number for row in longer.rows] == [1, 2, 3, 4, 5]


@given(st.dictionaries(PLACES, st.sampled_from(["", "3", "丙", " 4.50 "]), max_size=6))
def test_every_cell_is_either_as_it_was_or_as_it_was_typed(mends):
    before = table([HEAD, *ROWS])
    after = mended(before, mends)
    cells = {(row.number, column): cell for row in after.rows for column, cell in row.cells.items()}
    untouched = {
        (row.number, column): cell
        for row in before.rows
        for column, cell in row.cells.items()
        if (row.number, column) not in mends
    }
    filled = {place: typed(text) for place, text in mends.items() if text.strip()}

    assert cells == untouched | filled

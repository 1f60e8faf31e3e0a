"""A sheet parsed as a whole: rows, sums, and every fault at its own address."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.rules.findings import of
from intake.rules.rows import read_rows
from renovation.sheets import COMMUNITY_PLAN
from tests.intake.builders import HEAD, ROWS, table


def read(rows, **more):
    return read_rows(table(rows, **more), COMMUNITY_PLAN)


def refused(reading):
    return [(f.cell, f.value) for f in of(reading.findings, "refuse")]


def test_a_tidy_table_is_read_without_any_remark():
    reading = read([HEAD, *ROWS])

    assert [row.text("name") for row in reading.rows] == ["甲小区", "乙小区", "丙小区"]
    assert reading.sum("floor_area") == Decimal("9700.75")
    assert reading.findings == ()


def test_every_wrong_cell_is_reported_at_once():
    reading = read(
        [
            HEAD,
            [1, "甲小区", "城关街道", "两栋", 40, -1],
            [2, "", "城关街道", 1, 20.5, 1500],
            [3, "丙小区", "", 3, "", "面积待定"],
        ]
    )

    assert refused(reading) == [
        ("D2", "两栋"),
        ("F2", "-1"),
        ("B3", ""),
        ("E3", "20.5"),
        ("E4", ""),
        ("F4", "面积待定"),
    ]


def test_merged_street_cells_are_filled_down_and_listed():
    rows = [list(row) for row in ROWS]
    rows[1][2] = ""

    reading = read([HEAD, *rows], merges=[(2, 3, 3, 3)])

    assert [row.text("street") for row in reading.rows] == ["城关街道", "城关街道", "东城街道"]
    assert [(f.severity, f.cell) for f in reading.findings] == [("inform", "C2:C3")]


def test_an_unmerged_blank_street_is_filled_with_a_warning():
    rows = [list(row) for row in ROWS]
    rows[1][2] = ""

    reading = read([HEAD, *rows])

    assert reading.rows[1].text("street") == "城关街道"
    assert [(f.severity, f.cell) for f in reading.findings] == [("warn", "C3")]


@pytest.mark.parametrize("label", ["合计", "总计", "全县合计:", "全市小计：", "合 计"])
@pytest.mark.parametrize("first", [True, False])
def test_a_grand_total_first_or_last_is_checked_and_not_imported(label, first):
    total = ["", label, "", 6, 120, 9700.75]
    body = [total, *ROWS] if first else [*ROWS, total]

    reading = read([HEAD, *body])

    assert len(reading.rows) == 3
    assert [t.ties for t in reading.totals] == [True, True, True]
    assert refused(reading) == []


def test_a_street_subtotal_is_checked_against_its_street():
    reading = read([HEAD, *ROWS[:2], ["", "小计", "城关街道", 3, 61, 4700.5], ROWS[2]])

    assert refused(reading) == [("E4", "61")]


def test_subtotals_before_or_after_their_rows_are_checked_against_the_block():
    after = read(
        [
            HEAD,
            *ROWS[:2],
            ["小计", "", "", 3, 60, 4700.5],
            ROWS[2],
            ["小计", "", "", 3, 60, 5000.25],
        ]
    )
    before = read(
        [
            HEAD,
            ["城关街道小计", "", "", 3, 60, 4700.5],
            *ROWS[:2],
            ["东城街道小计", "", "", 3, 60, 5000.25],
            ROWS[2],
        ]
    )

    assert [t.ties for t in after.totals] == [t.ties for t in before.totals] == [True] * 6


def test_notes_below_the_table_are_listed_and_not_imported():
    reading = read([HEAD, *ROWS, ["注：面积以测绘为准"], ["填表人：李某"]])

    assert len(reading.rows) == 3
    assert [(f.severity, f.cell) for f in reading.findings] == [("inform", "A5"), ("inform", "A6")]


def test_a_head_repeated_on_the_next_page_is_skipped():
    assert len(read([HEAD, *ROWS[:2], HEAD, ROWS[2]]).rows) == 3


def test_a_row_that_numbers_the_columns_is_no_community():
    reading = read([HEAD, [1, 2, 3, 4, 5, 6], *ROWS])

    assert len(reading.rows) == 3
    assert [(f.severity, f.cell) for f in reading.findings] == [("inform", "A2")]


def test_a_dash_is_nought_with_a_warning_and_a_blank_is_asked_for():
    rows = [[1, "甲小区", "城关街道", "—", 40, 3200], [2, "乙小区", "城关街道", "", 20, 1500]]

    reading = read([HEAD, *rows])

    assert reading.rows[0].values["buildings"] == 0
    assert [(f.cell, f.severity) for f in reading.findings] == [("D2", "warn"), ("D3", "refuse")]


def test_hidden_rows_and_columns_are_read_and_reported():
    reading = read([HEAD, *ROWS], hidden={3}, hidden_columns={6})

    assert len(reading.rows) == 3
    assert [f.code for f in reading.findings] == ["hidden", "hidden"]


def test_the_same_name_in_another_street_is_legal_but_not_in_the_same():
    other = [4, "甲小区", "东城街道", 1, 10, 900]
    twice = [5, "1.甲 小区", "城关街道", 1, 10, 900]

    assert refused(read([HEAD, *ROWS, other])) == []
    assert refused(read([HEAD, *ROWS, twice])) == [("B5", "甲小区")]


def test_a_head_without_rows_is_refused():
    assert [f.code for f in read([HEAD]).findings] == ["no_rows"]


def test_the_wrong_sheet_is_refused_with_what_was_expected():
    reading = read([["姓名", "电话"], ["张三", "1"]])

    assert reading.header is None
    assert "小区名称" in reading.findings[0].expected
    assert reading.findings[0].cell == "A1"


figures = st.tuples(st.integers(0, 99), st.integers(0, 9999), st.decimals(0, 10**6, places=2))


@given(st.lists(figures, min_size=1, max_size=30))
def test_the_sums_are_exact_and_a_stated_total_ties_only_if_it_is_right(rows):
    body = [[i, f"小区{i}号", "城关街道", b, h, str(a)] for i, (b, h, a) in enumerate(rows, 1)]
    sums = [sum(row[k] for row in rows) for k in range(3)]

    right = read([HEAD, *body, ["合计", "", "", sums[0], sums[1], str(sums[2])]])
    wrong = read([HEAD, *body, ["合计", "", "", sums[0], sums[1] + 1, str(sums[2])]])

    assert right.sum("floor_area") == sums[2]
    assert all(total.ties for total in right.totals)
    assert refused(wrong) == [(f"E{len(rows) + 2}", str(sums[1] + 1))]


@given(st.integers(0, 2), st.sampled_from([3, 4, 5]), st.sampled_from(["多", "约3", "?", "十"]))
def test_a_wrong_cell_is_always_reported_at_its_own_address(row, column, junk):
    rows = [list(values) for values in ROWS]
    rows[row][column] = junk

    assert refused(read([HEAD, *rows])) == [(f"{'ABCDEF'[column]}{row + 2}", junk)]

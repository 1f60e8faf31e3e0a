"""The head of a table is found by what it says."""

import pytest

from intake.rules.headers import find_header
from renovation.sheets import COMMUNITY_PLAN
from tests.intake.builders import HEAD, ROWS, table


def find(rows, **more):
    return find_header(table(rows, **more), COMMUNITY_PLAN)


def test_a_head_under_titles_is_found():
    header = find([["附件3"], ["2024年计划"], [], HEAD, *ROWS])

    assert (header.first_row, header.last_row) == (4, 4)
    assert header.columns == {
        "index": 1,
        "name": 2,
        "street": 3,
        "buildings": 4,
        "households": 5,
        "floor_area": 6,
    }


def test_columns_stand_in_any_order():
    order = [5, 2, 0, 3, 1, 4]

    header = find([[HEAD[i] for i in order], *[[row[i] for i in order] for row in ROWS]])

    assert header.columns["name"] == 5
    assert header.columns["floor_area"] == 1


@pytest.mark.parametrize(
    "label",
    [
        "建筑面积\n(平方米)",
        "建筑面积（㎡）",
        "改造面积 (m2)",
        "总建筑面积[平方米]",
        "建筑 面积(㎡)",
        "建筑面积\n平方米",
        "改造面积㎡",
    ],
)
def test_brackets_breaks_and_synonyms_do_not_matter(label):
    header = find([[*HEAD[:5], label], *ROWS])

    assert header.columns["floor_area"] == 6
    assert header.units["floor_area"].name == "㎡"


def test_a_unit_in_the_head_converts_and_says_so():
    header = find([[*HEAD[:5], "建筑面积(万㎡)"], *ROWS])

    assert header.units["floor_area"].factor == 10000
    assert [(f.severity, f.code, f.cell) for f in header.findings] == [("inform", "unit", "F1")]


def test_a_unit_line_above_the_head_counts():
    header = find([["单位：个、栋、万㎡、户"], [*HEAD[:5], "建筑面积"], *ROWS])

    assert header.units["floor_area"].name == "万㎡"


@pytest.mark.parametrize(
    "above",
    [
        [["填报单位：某县住建局"], ["单位：个、栋、万㎡、户"]],
        [["填报单位：某县住建局    单位：栋、户、万平方米"]],
        [["（单位：栋、户、万㎡）"]],
    ],
)
def test_an_office_that_reports_hides_no_line_of_units(above):
    header = find([*above, [*HEAD[:5], "建筑面积"], *ROWS])

    assert header.units["floor_area"].name == "万㎡"


def test_a_unit_alone_in_the_next_row_counts():
    rows = [
        ["序号", "小区名称", "街道", "楼栋数", "户数", "建筑面积"],
        ["", "", "", "(栋)", "(户)", "(万㎡)"],
        *ROWS,
    ]

    header = find(rows)

    assert (header.first_row, header.last_row) == (1, 2)
    assert header.units["floor_area"].name == "万㎡"


def test_a_head_in_two_rows_merged_across_is_read():
    rows = [
        ["序号", "小区名称", "街道", "改造规模", "", ""],
        ["", "", "", "楼栋数(栋)", "户数(户)", "建筑面积(㎡)"],
        *ROWS,
    ]

    header = find(rows, merges=[(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 1, 6)])

    assert header.last_row == 2
    assert len(header.columns) == 6


def test_an_area_without_any_unit_is_read_as_square_metres_with_a_warning():
    header = find([[*HEAD[:5], "建筑面积"], *ROWS])

    assert [(f.severity, f.code) for f in header.findings] == [("warn", "no_unit")]


def test_every_missing_column_is_refused():
    header = find([["小区名称", "户数"], ["甲小区", 40]])

    assert [f.message for f in header.findings if f.severity == "refuse"] == [
        "缺少“坐落街道名称”列",
        "缺少“改造楼栋数”列",
        "缺少“建筑面积”列",
    ]


def test_two_columns_of_one_meaning_are_refused_with_both_addresses():
    header = find([[*HEAD, "户数"], *ROWS])

    assert [(f.code, f.cell) for f in header.findings] == [("doubled_column", "E1 G1")]


def test_an_unknown_column_is_never_dropped_silently():
    header = find([[*HEAD, "物业公司"], *ROWS])

    assert [(f.severity, f.cell, f.value) for f in header.findings] == [("warn", "G1", "物业公司")]


def test_an_unknown_unit_is_refused():
    header = find([[*HEAD[:5], "建筑面积(亩)"], *ROWS])

    assert [(f.code, f.value) for f in header.findings] == [("unknown_unit", "亩")]


def test_a_sheet_of_something_else_has_no_head():
    assert find([["姓名", "电话"], ["张三", "1"]]) is None
    assert find([]) is None

"""Columns that people map, head rows that people point out, headings that are remembered."""

from intake.rules.headers import find_header
from intake.rules.layout import IGNORED, Layout, SheetLayout, layout_from
from intake.rules.rows import read_rows
from renovation.sheets import COMMUNITY_PLAN
from tests.intake.builders import ROWS, table

ODD = ["序号", "小区名称", "街道", "多少幢", "户数(户)", "面积数(万㎡)", "备注"]


def odd(*rows):
    return table([ODD, *([*row, "经办人核过"] for row in rows or ROWS)])


def said(**columns):
    return SheetLayout(columns={int(key[1:]): value for key, value in columns.items()})


def codes(reading):
    return [finding.code for finding in reading.findings]


def test_what_a_person_maps_is_read_with_the_unit_of_its_head_and_told():
    layout = said(c4="buildings", c6="floor_area", c7=IGNORED)

    reading = read_rows(odd([1, "甲", "城关街道", 2, 40, 0.32]), COMMUNITY_PLAN, layout)

    assert reading.rows[0].values["buildings"] == 2
    assert reading.rows[0].values["floor_area"] == 3200
    assert [f.message for f in reading.findings if f.code == "mapped"] == [
        "“多少幢”列按您的指定读作“改造楼栋数”",
        "“面积数(万m2)”列按您的指定读作“建筑面积”",
        "“备注”列按您的指定不读入",
    ]
    assert "unknown_column" not in codes(reading)


def test_columns_that_nobody_knows_are_asked_about_and_not_dropped():
    reading = read_rows(odd(), COMMUNITY_PLAN)

    unknown = [f.cell for f in reading.findings if f.code == "unknown_column"]
    missing = [f.message for f in reading.findings if f.code == "missing_column"]
    assert unknown == ["D1", "F1", "G1"]
    assert missing == ["缺少“改造楼栋数”列", "缺少“建筑面积”列"]


def test_remembered_headings_are_applied_and_said():
    memory = {"多少幢": "buildings", "面积数(万m2)": "floor_area", "备注": IGNORED}

    reading = read_rows(odd(), COMMUNITY_PLAN, memory=memory)

    assert [f.message for f in reading.findings if f.code == "remembered"] == [
        "“多少幢”列按上次的对应读作“改造楼栋数”",
        "“面积数(万m2)”列按上次的对应读作“建筑面积”",
        "“备注”列按上次的对应不读入",
    ]
    assert len(reading.rows) == 3


def test_words_go_before_the_memory_and_a_person_before_both():
    head = ["小区名称", "街道", "栋数", "多少幢", "户数", "建筑面积(㎡)"]
    rows = table([head, ["甲", "城关街道", 2, 3, 40, 3200]])
    memory = {"多少幢": "buildings"}

    by_words = find_header(rows, COMMUNITY_PLAN, memory=memory)
    by_person = find_header(rows, COMMUNITY_PLAN, said(c3=IGNORED, c4="buildings"), memory)

    assert by_words.columns["buildings"] == 3
    assert [f.cell for f in by_words.findings if f.code == "unknown_column"] == ["D1"]
    assert by_person.columns["buildings"] == 4


def test_a_heading_that_stands_twice_is_not_mapped_from_memory():
    head = ["小区名称", "街道", "多少幢", "多少幢", "户数", "建筑面积(㎡)"]
    rows = table([head, ["甲", "城关街道", 2, 3, 40, 3200]])

    header = find_header(rows, COMMUNITY_PLAN, memory={"多少幢": "buildings"})

    assert [f.cell for f in header.findings if f.code == "unknown_column"] == ["C1", "D1"]


def test_two_columns_mapped_to_one_meaning_are_refused():
    reading = read_rows(odd(), COMMUNITY_PLAN, said(c4="households"))

    assert [f.cell for f in reading.findings if f.code == "doubled_column"] == ["D1 E1"]


def test_the_rows_of_the_head_are_those_that_a_person_points_out():
    rows = table([["2024 年", "5", "汇总"], ["名", "处", "幢", "户", "面"], *(r[1:] for r in ROWS)])
    layout = SheetLayout(
        (2, 2), {1: "name", 2: "street", 3: "buildings", 4: "households", 5: "floor_area"}
    )

    reading = read_rows(rows, COMMUNITY_PLAN, layout)

    assert (reading.header.first_row, reading.header.last_row) == (2, 2)
    assert [row.text("name") for row in reading.rows] == ["甲小区", "乙小区", "丙小区"]


def test_a_head_without_the_leading_column_says_so_and_reads_nothing():
    reading = read_rows(odd(), COMMUNITY_PLAN, SheetLayout((1, 1), {2: IGNORED}))

    assert reading.rows == ()
    assert "缺少“小区名称”列" in [f.message for f in reading.findings]


def test_a_layout_survives_being_stored():
    layout = Layout(("中央", "省级"), {"中央": SheetLayout((2, 3), {4: "buildings", 7: IGNORED})})

    assert layout_from(layout.as_json()) == layout
    assert layout_from({}) == Layout()

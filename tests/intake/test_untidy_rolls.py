"""A tidy roll made untidy in the ways of people, as a real file, says the same homes and owners."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from districts.sheets import HOUSEHOLD_ROLL
from intake.rules.homes import gather, home_name, owners_of
from intake.rules.rows import read_rows
from intake.rules.table import Merge, address
from intake.services.formats import read_workbook
from tests.intake.builders import workbook

HEADS = {
    "building": ["楼号", "楼栋", "幢号"],
    "entrance": ["单元", "单元号"],
    "room": ["室号", "房号", "房间号"],
    "area": ["面积(㎡)", "专有面积（平方米）", "套内面积\n㎡"],
    "owners": ["业主姓名", "产权人"],
}
PEOPLE = ["李大山", "王小溪", "赵平", "欧阳清风", "孙海"]
TITLES = [None, "附件1", "凤凰小区住户名册", "填报单位：某社区"]


@st.composite
def homes(draw):
    """(building, entrance, room, area, owners), building by building."""
    return [
        (
            building,
            entrance,
            f"{floor}0{door}",
            Decimal(draw(st.integers(3000, 15000))) / 100,
            draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True)),
        )
        for building in range(1, draw(st.integers(1, 2)) + 1)
        for entrance in range(1, draw(st.integers(1, 2)) + 1)
        for floor in range(1, draw(st.integers(1, 2)) + 1)
        for door in (1, 2)
    ]


@st.composite
def rolls(draw):
    """(rows of a sheet, merged blocks, homes, the address of each area by home)."""
    tidy = draw(homes())
    order = draw(st.permutations(list(HEADS)))
    rows = [[title] for title in draw(st.lists(st.sampled_from(TITLES), max_size=3))]
    rows.append([draw(st.sampled_from(HEADS[key])) for key in order])
    merges, where, first = [], [], {}
    apart, place = draw(st.booleans()), draw(st.sampled_from(["each", "blank", "merged"]))
    for building, entrance, room, area, people in tidy:
        again = first.setdefault((building, entrance), len(rows) + 1) <= len(rows)
        hidden = again and place != "each"
        line = {
            "building": None if hidden else draw(_ways(building, "号楼", "#")),
            "entrance": None if hidden else draw(_ways(entrance, "单元")),
            "room": draw(_ways(room, "室")),
            "area": draw(st.sampled_from([area, f"{area}", f"{area}㎡", f" {area}　"])),
            "owners": people[0] if apart else draw(st.sampled_from("、，/\n")).join(people),
        }
        rows.append([line[key] for key in order])
        where.append(address(len(rows), order.index("area") + 1))
        others = people[1:] if apart else []
        rows += [[other if key == "owners" else None for key in order] for other in others]
    if place == "merged":
        ends = [*(start - 1 for start in list(first.values())[1:]), len(rows)]
        merges = [
            Merge(top, column, bottom, column).address
            for top, bottom in zip(first.values(), ends, strict=True)
            for column in (order.index("building") + 1, order.index("entrance") + 1)
            if bottom > top
        ]
    return rows, merges, tidy, where


def _ways(value, *endings):
    """A number as such, as text, or with what it counts behind it."""
    return st.sampled_from([int(value), f"{value}", f" {value}", *(f"{value}{e}" for e in endings)])


def read(rows, merges):
    (table,) = read_workbook(workbook(rows, merges=merges), "名册.xlsx").tables
    return gather(read_rows(table, HOUSEHOLD_ROLL))


def refused(reading):
    return [(f.cell, f.message) for f in reading.findings if f.severity == "refuse"]


@settings(max_examples=25)
@given(rolls())
def test_however_untidy_the_roll_its_homes_and_owners_are_the_same(made):
    rows, merges, tidy, _ = made

    reading = read(rows, merges)

    assert refused(reading) == []
    assert [home_name(row) for row in reading.rows] == [
        f"{building}号楼{entrance}单元{room}" for building, entrance, room, *_ in tidy
    ]
    assert [row.values["area"] for row in reading.rows] == [home[3] for home in tidy]
    assert [[owner.name for owner in owners_of(row)] for row in reading.rows] == [
        home[4] for home in tidy
    ]


@settings(max_examples=15)
@given(rolls(), st.sampled_from(["约八十", "80 90", "-5", "八十"]), st.data())
def test_a_wrong_area_of_a_roll_is_reported_at_its_own_address(made, junk, data):
    rows, merges, _, where = made
    cell = data.draw(st.sampled_from(where))
    column = ord(cell[0]) - ord("A")
    rows[int(cell[1:]) - 1][column] = junk

    assert [found for found, _ in refused(read(rows, merges))] == [cell]

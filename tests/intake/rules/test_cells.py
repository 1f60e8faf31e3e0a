"""One cell read exactly: every way in which people write a number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.rules.cells import plain, read_name, read_number
from intake.rules.table import Cell
from renovation.sheets import COMMUNITY_PLAN, TEN_THOUSAND_SQUARE_METRES

HOUSEHOLDS = COMMUNITY_PLAN.column("households")
BUILDINGS = COMMUNITY_PLAN.column("buildings")
AREA = COMMUNITY_PLAN.column("floor_area")
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")

counts = st.integers(0, 10**9 - 1)
areas = st.decimals(0, 10**9 - 1, places=2)


def text(value):
    return Cell(value, "text")


def number(value):
    return Cell(value, "number")


@given(counts)
def test_a_count_survives_every_way_of_writing_it(count):
    for written in (
        f"{count}",
        f"{count:,}",
        f"{count:,}户",
        f" {count} 户 ",
        f"{count:,}".translate(FULL_WIDTH),
        f"{count}　户",
    ):
        reading = read_number(text(written), HOUSEHOLDS, None)

        assert reading.value == count, written


@given(areas)
def test_an_area_survives_every_way_of_writing_it(area):
    for written in (
        f"{area}",
        f"{area:,}",
        f"{area}㎡",
        f"{area}平方米",
        f"{area:,} m2",
        f"{area}".translate(FULL_WIDTH),
        plain(area),
    ):
        assert read_number(text(written), AREA, None).value == area, written


@given(st.decimals(0, 10**4, places=6))
def test_ten_thousand_square_metres_become_square_metres_exactly(wan):
    by_head = read_number(number(str(wan)), AREA, TEN_THOUSAND_SQUARE_METRES)
    by_tail = read_number(text(f"{wan}万平方米"), AREA, None)

    assert by_head.value == by_tail.value == wan * 10000


@given(counts)
def test_digits_written_plainly_are_not_reported_as_converted(count):
    assert read_number(text(str(count)), HOUSEHOLDS, None).note == ""
    assert read_number(number(str(count)), HOUSEHOLDS, None).note == ""


@pytest.mark.parametrize("written", ["68户", "２９", "1,216", "６８ 户"])
def test_what_had_to_be_understood_is_reported(written):
    assert written in read_number(text(written), HOUSEHOLDS, None).note


@pytest.mark.parametrize("written", ["", "—", "/", "无", "－", "-", "  "])
def test_words_for_nothing_are_blank(written):
    assert read_number(text(written), HOUSEHOLDS, None).blank


@pytest.mark.parametrize(
    "written",
    [
        "约70",
        "70多",
        "1,21",
        "1,2345",
        "1.2.3",
        "七十",
        "-5",
        "1e3",
        "3.5",
        "70栋",
        "70 80",
        "全部",
        "1000000000",
    ],
)
def test_what_is_no_count_is_refused_with_what_was_expected(written):
    reading = read_number(text(written), HOUSEHOLDS, None)

    assert reading.value is None
    assert reading.error
    assert "整数" in reading.expected


@pytest.mark.parametrize("written", ["1-6#", "3#、5#楼", "12号楼", "1—6号"])
def test_numbers_of_buildings_are_told_from_their_count(written):
    assert read_number(text(written), BUILDINGS, None).error == "这是号码，不是改造楼栋数"


def test_a_third_decimal_of_an_area_is_refused_not_rounded():
    assert "小数" in read_number(number("12.345"), AREA, None).error


def test_trailing_zeros_are_no_third_decimal():
    assert read_number(text("12.3400"), AREA, None).value == Decimal("12.34")


@pytest.mark.parametrize("kind", ["date", "error", "formula"])
def test_dates_errors_and_uncomputed_formulas_are_no_numbers(kind):
    assert read_number(Cell("2024-01-01", kind), HOUSEHOLDS, None).error


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("1.某小区", "某小区"),
        ("１２、某小区", "某小区"),
        (" 某 小区\n", "某小区"),
        ("某小区", "某小区"),
        ("(3)某小区", "某小区"),
        ("１．某小区", "某小区"),
        ("（3）号院", "（3）号院"),
        ("A区 1号", "A区 1号"),
        ("3.5小区", "3.5小区"),
    ],
)
def test_a_name_loses_blanks_and_a_leading_index(written, name):
    assert read_name(written)[0] == name
    assert bool(read_name(written)[1]) == (written != name)

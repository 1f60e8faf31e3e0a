"""Untidy samples of each kind (invented people and figures): read without a question of shape."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from districts.rules.numbers import mistyped
from districts.rules.owners_said import names, owners, share_of, whole
from districts.sheets import HOUSEHOLD_ROLL
from funding.sheets import FUNDING
from intake.rules.entries import masked
from intake.rules.homes import gather, home_name, owners_of
from intake.rules.rows import read_rows
from intake.services.formats import read_workbook
from renovation.sheets import BILL
from tests.intake.builders import table

FILES = Path(__file__).parent / "files"
NAMES = st.sampled_from(["李大山", "王小溪", "赵平", "欧阳清风", "临朐县供销社"])


def reading(name, spec):
    (sheet,) = read_workbook((FILES / name).read_bytes(), name).tables
    return read_rows(sheet, spec)


@pytest.mark.parametrize(
    ("name", "spec", "rows", "sums"),
    [
        ("household-roll.xlsx", HOUSEHOLD_ROLL, 8, 2),
        ("bill-of-quantities.xlsx", BILL, 4, 3),
        ("funding-table.xlsx", FUNDING, 3, 1),
    ],
)
def test_a_sample_is_read_whole_and_its_sums_tie(name, spec, rows, sums):
    found = reading(name, spec)

    assert [f.message for f in found.findings if f.severity == "refuse"] == []
    assert len(found.rows) == rows
    assert [total.ties for total in found.totals] == [True] * sums


def test_the_sample_roll_has_seven_homes_and_one_with_an_owner_in_a_row_of_his_own():
    homes = gather(reading("household-roll.xlsx", HOUSEHOLD_ROLL))

    assert [home_name(row) for row in homes.rows] == [
        "1号楼1单元101",
        "1号楼1单元102",
        "1号楼1单元201",
        "1号楼2单元101",
        "1号楼2单元102",
        "2号楼商铺1",
        "2号楼车库3",
    ]
    assert [owner.name for owner in owners_of(homes.rows[0])] == ["李大山", "王小溪"]
    assert [(o.name, o.share) for o in owners_of(homes.rows[2])] == [
        ("孙海", "1/2"),
        ("孙河", "1/2"),
    ]
    assert homes.sum("area") == Decimal("530.30")


@given(st.lists(NAMES, min_size=1, max_size=4, unique=True), st.sampled_from("、，,;；/\n"))
def test_owners_are_the_same_however_they_are_parted(people, sign):
    found, misfits = owners(sign.join(people).replace("\n", "、"))

    assert [owner.name for owner in found] == people
    assert not misfits


@given(st.lists(NAMES, min_size=1, max_size=4, unique=True), st.integers(2, 5))
def test_numbers_that_do_not_go_with_the_names_are_told(people, count):
    numbers = "、".join(str(n) for n in range(count))

    _, misfits = owners("、".join(people), numbers)

    assert bool(misfits) is (count != len(people))


@given(st.integers(1, 40), st.integers(2, 41))
def test_a_share_and_what_is_left_of_it_are_one_whole(part, base):
    part, rest = part % base, base - part % base
    said = [share_of(f"{n}/{base}") for n in (part, rest)]

    assert whole(said) is True
    assert (
        share_of("50%")
        == share_of("1/2")
        == share_of("２／４".replace("２", "2").replace("４", "4"))
    )


def test_one_wrong_digit_of_an_identity_number_is_noticed():
    good = "11010519491231002X"

    assert not mistyped(good)
    assert all(mistyped(good[:n] + str((int(good[n]) + 1) % 10) + good[n + 1 :]) for n in range(17))


def test_a_blank_inside_a_name_or_number_shows_no_more_of_it():
    column = HOUSEHOLD_ROLL.column("owners")

    assert masked("李 大山、王小溪", column) == "李*山、王*溪"
    assert masked("138 0000 5678", column) == masked("13800005678", column)


def test_a_blank_between_two_signs_is_no_second_owner():
    assert names("张 三") == ("张三",)
    assert names("张三 李四") == ("张三", "李四")
    assert names("临朐县 供销社") == ("临朐县供销社",)


HEAD = ["楼号", "单元", "室号", "面积(㎡)", "业主姓名"]


@given(st.lists(NAMES, min_size=1, max_size=3, unique=True), st.booleans())
def test_owners_in_one_cell_or_in_rows_below_are_one_home(people, apart):
    rows = [["1", "1", "101", 80, "、".join(people)]]
    if apart:
        rows = [["1", "1", "101", 80, people[0]]] + [["1", "1", "101", None, p] for p in people[1:]]

    (home,) = gather(read_rows(table([HEAD, *rows]), HOUSEHOLD_ROLL)).rows

    assert [owner.name for owner in owners_of(home)] == people

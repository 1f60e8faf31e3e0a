"""Second looks: never a refusal."""

from intake.rules.plausibility import look_again
from intake.rules.rows import read_rows
from renovation.sheets import COMMUNITY_PLAN
from tests.intake.builders import HEAD, table


def look(*rows):
    return look_again(read_rows(table([HEAD, *rows]), COMMUNITY_PLAN))


def test_thirty_and_two_hundred_square_metres_a_household_are_in_order():
    assert look([1, "甲", "城关街道", 1, 10, 300], [2, "乙", "城关街道", 1, 10, 2000]) == ()


def test_beyond_either_bound_the_cells_are_named():
    findings = look([1, "甲", "城关街道", 1, 10, 299.99], [2, "乙", "城关街道", 1, 10, 2000.01])

    assert [(f.severity, f.cell) for f in findings] == [("warn", "E2 F2"), ("warn", "E3 F3")]


def test_no_household_at_all_asks_whether_the_cell_was_forgotten():
    assert [f.cell for f in look([1, "甲", "城关街道", 1, 0, 300])] == ["E2"]


def test_rows_that_repeat_all_three_figures_are_pointed_out():
    findings = look([1, "甲", "城关街道", 1, 32, 2250], [2, "乙", "城关街道", 1, 32, 2250])

    assert [f.cell for f in findings] == ["F2 F3"]

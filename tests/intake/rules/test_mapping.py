"""Columns named in one line: letters, keys or labels, and everything wrong at once."""

import pytest

from common.errors import Refused
from intake.rules.mapping import parse_map
from renovation.sheets import COMMUNITY_PLAN


def test_letters_hold_keys_or_labels_and_a_dash_leaves_out():
    layout = parse_map("D=buildings, E=户数；aa=-", COMMUNITY_PLAN)

    assert layout.of("任何一张").columns == {4: "buildings", 5: "households", 27: ""}


def test_what_is_said_of_one_sheet_is_not_said_of_the_others():
    layout = parse_map("D=buildings", COMMUNITY_PLAN, "计划")

    assert layout.of("计划").columns == {4: "buildings"}
    assert not layout.of("说明").columns


def test_nothing_said_is_no_layout():
    assert not parse_map("  ", COMMUNITY_PLAN).by_sheet


def test_everything_that_cannot_be_understood_is_named():
    with pytest.raises(Refused) as refusal:
        parse_map("D=楼,4=buildings,E,F=buildings,f=households", COMMUNITY_PLAN)

    said = [(p.value, p.message) for p in refusal.value.problems]
    assert [value for value, _ in said] == ["D=楼", "4=buildings", "E", "f=households"]
    assert said[-1][1] == "同一列写了两次"

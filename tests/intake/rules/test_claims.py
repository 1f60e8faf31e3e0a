"""The covering text against the rows."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Refused
from intake.rules.claims import check_claims, parse_claims
from intake.rules.totals import ties
from renovation.sheets import COMMUNITY_PLAN

LINQU = {
    "rows": Decimal(16),
    "buildings": Decimal(41),
    "households": Decimal(1216),
    "floor_area": Decimal("138479.32"),
}


def check(text):
    return check_claims(parse_claims(text, COMMUNITY_PLAN), LINQU)


def test_the_claim_of_linqu_ties_in_the_unit_that_it_states():
    assert [claim.as_dict() for claim in check("小区=16,户=1216,万㎡=13.85")] == [
        {"name": "小区", "stated": "16", "computed": "16", "unit": "个", "ties": True},
        {"name": "户", "stated": "1216", "computed": "1216", "unit": "户", "ties": True},
        {"name": "万㎡", "stated": "13.85", "computed": "13.847932", "unit": "万㎡", "ties": True},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "小区＝１６，户：1216；建筑面积=13.85万㎡",
        "16个、1216户、13.85万平方米",
        "改造小区=16、户数=1216户、㎡=138479.32",
        "小区=16\n户=1216\n万平方米=13.8",
        "16个,1,216户,13.85万㎡",
    ],
)
def test_a_claim_may_be_written_as_people_write(text):
    checked = check(text)

    assert len(checked) == 3
    assert all(claim.ties for claim in checked)


@pytest.mark.parametrize(
    "text", ["小区=17", "户=1217", "万㎡=13.84", "万㎡=13.850", "㎡=138479.31", "栋=40"]
)
def test_a_claim_that_is_off_does_not_tie(text):
    assert [claim.ties for claim in check(text)] == [False]


def test_every_part_that_cannot_be_understood_is_refused():
    with pytest.raises(Refused) as refusal:
        parse_claims("小区=16,长度=3,户=很多,小区=17", COMMUNITY_PLAN)

    assert [problem.value for problem in refusal.value.problems] == ["长度=3", "户=很多", "小区=17"]


def test_an_empty_text_claims_nothing():
    assert parse_claims("  ", COMMUNITY_PLAN) == ()


@given(st.decimals(0, 10**6, places=6), st.integers(0, 6))
def test_a_figure_ties_with_its_own_rounding_and_not_with_the_next_but_one(value, places):
    stated = value.quantize(Decimal(1).scaleb(-places))

    assert ties(stated, value)
    assert not ties(stated + 2 * Decimal(1).scaleb(-places), value)

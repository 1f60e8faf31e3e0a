"""Why a household pays what it pays."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.household import HouseholdPart, Whole, exact_part, explain
from policies.rules.money_model import Part, Payer, SharesRule, SplitLine
from policies.rules.shares import Home, apportion

areas = st.lists(st.decimals(1, 300, places=2), min_size=1, max_size=30)


def rule(way):
    return SharesRule(
        key="shares",
        name="出资",
        payers=(Payer("residents", "居民", "residents"),),
        lines=(SplitLine("all", "全部", (Part("residents", Fraction(1)),)),),
        overhead_over=(),
        excluded=(),
        social_lowers="",
        apportion=way,
    )


@pytest.mark.parametrize("way", ["area", "home", "building"])
@given(sizes=areas, total=st.decimals(0, 10**7, places=2))
def test_the_stored_part_lies_within_a_fen_of_the_formula(way, sizes, total):
    homes = [Home(f"{n:03d}", size, str(n % 3)) for n, size in enumerate(sizes)]
    parts = apportion(rule(way), total, homes)

    for home in homes:
        same = [other for other in homes if other.building == home.building]
        whole = Whole(total, len(homes), sum(sizes), len(same), sum(other.area for other in same))
        part = HouseholdPart(home.code, home.area, home.building, parts[home.code])
        assert abs(Fraction(part.amount) - exact_part(rule(way), part, whole)) < Fraction(1, 100)


def test_the_formula_carries_its_numbers():
    whole = Whole(Decimal("1919784.00"), 160, Decimal("20000.00"), 40, Decimal("5000.00"))
    part = HouseholdPart("001-1-0101", Decimal("80.00"), "1", Decimal("7679.14"))

    told = explain(rule("area"), part, whole, "1号楼1单元101")

    assert told.lines[0].expression == "1,919,784.00 × 80.00 ÷ 20,000.00"
    assert told.lines[0].value == "7,679.1360"
    assert told.result == "7,679.14"

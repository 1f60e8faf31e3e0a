"""What a source may pay for, how a sum is spread, when the maintenance fund is flagged."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Undecidable
from policies.rules.maintenance_fund import check_fund
from policies.rules.spread_needs import Place
from policies.rules.spreads import spread
from policies.rules.streams import Use, check
from tests.policies.money_town import policy, ruled
from tests.policies.strategies import money

TOWN = policy(
    streams=[
        ruled(
            "budget",
            "中央预算内投资",
            source="central_budget",
            uses=["outdoor"],
            at_most="90%",
            apart=["inside_red_line", "outside_red_line"],
        ),
        ruled(
            "fiscal",
            "中央财政资金",
            source="central_fiscal",
            uses=["building"],
            years={"first": 2019, "last": 2021},
        ),
        ruled("county", "县级补助", source="district", areas=["330382001"]),
        ruled("provident", "住房公积金", source="provident_fund", forbids=["water"]),
    ],
    fund=ruled("fund", "维修资金", flag_below="30%"),
    spreads=[
        ruled(
            "fixed",
            "因素法",
            difficulty=True,
            factors=[
                {"key": "area", "name": "面积", "unit": "㎡", "weight": "60%"},
                {"key": "households", "name": "户数", "unit": "户", "weight": "40%"},
            ],
        ),
        ruled(
            "yearly",
            "当年权重",
            difficulty=False,
            factors=[
                {"key": "area", "name": "面积", "unit": "㎡"},
                {"key": "score", "name": "绩效", "unit": "分"},
            ],
        ),
    ],
)
BUDGET, FISCAL, COUNTY, PROVIDENT = TOWN.streams
INSIDE = frozenset({"outdoor", "inside_red_line"})


def codes(outcome):
    return [problem.code for problem in outcome.problems]


def test_d6_nine_tenths_of_the_total_and_not_a_fen_more():
    total = Decimal("100000000.00")
    assert check(BUDGET, Use(Decimal("90000000.00"), tags=INSIDE, total=total)).allowed
    over = check(BUDGET, Use(Decimal("90000000.01"), tags=INSIDE, total=total))
    assert codes(over) == ["stream_limit"]
    assert "乐清 五(二)1" in over.problems[0].remedy
    split_up = Use(Decimal("0.01"), already=Decimal("90000000.00"), tags=INSIDE, total=total)
    assert codes(check(BUDGET, split_up)) == ["stream_limit"]
    assert check(BUDGET, split_up).limit == Decimal("90000000.00")


@given(money, money, money)
def test_d6_a_smaller_sum_is_never_refused_where_a_larger_one_is_allowed(total, amount, less):
    large = check(BUDGET, Use(amount + less, tags=INSIDE, total=total))
    if large.allowed:
        assert check(BUDGET, Use(amount, tags=INSIDE, total=total)).allowed


def test_d6_an_application_is_inside_or_outside_the_red_line():
    total = Decimal(1000)
    both = INSIDE | {"outside_red_line"}
    assert codes(check(BUDGET, Use(Decimal(1), tags=both, total=total))) == ["stream_apart"]
    neither = frozenset({"outdoor"})
    assert codes(check(BUDGET, Use(Decimal(1), tags=neither, total=total))) == ["stream_apart"]


def test_d7_a_use_that_the_rule_does_not_name_is_refused_with_the_clause():
    outcome = check(FISCAL, Use(Decimal(1), tags=frozenset({"outdoor"}), year=2020))
    (problem,) = outcome.problems
    assert problem.message == "中央财政资金不用于“室外配套设施”"
    assert problem.expected == "楼体维修"
    assert "乐清 五(二)1" in problem.remedy


def test_d25_use_outside_the_years_is_flagged_not_refused():
    tags = frozenset({"building"})
    for year, flagged in ((2018, True), (2019, False), (2021, False), (2022, True)):
        outcome = check(FISCAL, Use(Decimal(1), tags=tags, year=year))
        assert (outcome.allowed, bool(outcome.flags)) == (True, flagged)


def test_d14_money_for_one_part_of_the_county():
    assert check(COUNTY, Use(Decimal(1), area_code="330382001003")).allowed
    assert codes(check(COUNTY, Use(Decimal(1), area_code="330382002"))) == ["stream_area"]


def test_d15_a_forbidden_use_is_forbidden_whatever_else_it_is():
    assert not check(PROVIDENT, Use(Decimal(1), tags=frozenset({"lift", "water"}))).allowed
    assert check(PROVIDENT, Use(Decimal(1), tags=frozenset({"lift"}))).allowed


def test_what_is_missing_is_named_all_at_once_and_nothing_is_guessed():
    outcome = check(BUDGET, Use(Decimal(1)))
    assert [problem.message for problem in outcome.missing] == [
        "中央预算内投资尚不能判定：需要“资金用途”",
        "中央预算内投资尚不能判定：需要“总投资”",
    ]
    assert outcome.explanation.result == "尚不能判定"


@pytest.mark.parametrize(
    ("balance", "flagged"), [("300000.00", False), ("299999.99", True), (None, True)]
)
def test_d5_at_three_tenths_of_the_first_deposit_the_fund_is_fine(balance, flagged):
    outcome = check_fund(
        TOWN.fund, Decimal("1000000.00"), None if balance is None else Decimal(balance)
    )
    assert outcome.flagged is flagged
    assert outcome.missing is (balance is None)
    assert outcome.threshold == Decimal("300000.00")


FIXED, YEARLY = TOWN.spreads
places = st.lists(
    st.builds(
        lambda n, area, homes, hard: Place(
            f"地{n}",
            {"area": Decimal(area), "households": Decimal(homes)},
            Decimal(hard).scaleb(-2),
        ),
        st.integers(1, 10_000),
        st.integers(1, 10**7),
        st.integers(1, 10**5),
        st.integers(50, 200),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda place: place.key,
)


@given(money, places, st.randoms())
def test_d8_a_spread_adds_up_and_follows_the_weights(pool, rows, random):
    parts = spread(FIXED, pool, rows).by_place
    assert sum(parts.values()) == pool
    area = sum(int(one.values["area"]) for one in rows)
    homes = sum(int(one.values["households"]) for one in rows)
    claim = {
        one.key: (6 * int(one.values["area"]) * homes + 4 * int(one.values["households"]) * area)
        * int(one.difficulty * 100)
        for one in rows
    }
    for key, amount in parts.items():
        exact = Fraction(pool) * claim[key] / sum(claim.values())
        assert abs(Fraction(amount) - exact) < Fraction(1, 100)
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert spread(FIXED, pool, shuffled).by_place == parts


def test_d8_weights_that_the_text_leaves_out_are_facts_of_the_year():
    rows = [
        Place("甲", {"area": Decimal(300), "score": Decimal(1)}),
        Place("乙", {"area": Decimal(100), "score": Decimal(1)}),
    ]
    with pytest.raises(Undecidable) as refusal:
        spread(YEARLY, Decimal(100), rows)
    assert len(refusal.value.problems) == 2
    weights = {"area": Fraction(4, 5), "score": Fraction(1, 5)}
    parts = spread(YEARLY, Decimal("100.00"), rows, weights).by_place
    assert parts == {"甲": Decimal("70.00"), "乙": Decimal("30.00")}


def test_d8_every_missing_value_and_coefficient_is_named():
    rows = [Place("甲", {"area": Decimal(1)}), Place("乙", {}, Decimal(1))]
    with pytest.raises(Undecidable) as refusal:
        spread(FIXED, Decimal(100), rows)
    words = "；".join(problem.message for problem in refusal.value.problems)
    for need in ("甲的户数", "甲的财政困难系数", "乙的面积", "乙的户数"):
        assert need in words

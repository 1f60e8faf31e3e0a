"""Government money runs through its steps exactly; what is missing is named, all of it at once."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Undecidable
from policies.rules.government_facts import GovernmentFacts, Spending
from policies.rules.waterfall import at_stake, reckon
from tests.policies.money_town import GOVERNMENT, policy, ruled
from tests.policies.strategies import money

TOWN = policy(government=GOVERNMENT).government
square = st.integers(1, 5_000_000).map(lambda n: Decimal(n).scaleb(-2))
paid = st.fractions(min_value=0, max_value=1, max_denominator=1000)
areas = st.sampled_from(["330382001", "330382001005", "330382009"])


def fen(value):
    """Whole fen of so many 元, half up."""
    return int((Fraction(value) * 100 + Fraction(1, 2)) // 1)


def slow(government, area, code, share, storeys, lifts):
    """The same town by hand, in whole fen throughout."""
    cost = fen(government)
    given = min(cost, fen(Fraction(area) * 300))
    residents = cost - given
    city, district = 0, given
    if code.startswith("330382001"):
        city, district = given * 2 // 3, given // 3
        if given - city - district:  # one fen is left: to the larger remainder
            if given * 2 % 3 > given % 3:
                city += 1
            else:
                district += 1
    if share < Fraction(60, 100):
        change = -fen(Fraction(district, 1000))
    else:
        change = fen(Fraction(district, 2000)) if share == 1 else 0
    district, residents = district + change, residents - change
    city += {3: 10, 4: 10, 5: 15, 6: 15, 7: 15}[storeys] * 10_000 * lifts * 100
    return tuple(Decimal(part).scaleb(-2) for part in (city, district, residents))


@given(money, square, areas, paid, st.integers(3, 7), st.integers(0, 20))
def test_the_steps_agree_with_the_slow_reckoning(government, area, code, share, storeys, lifts):
    facts = GovernmentFacts(
        government=government,
        area=area,
        area_code=code,
        residents_paid=share,
        measures={"storeys": Decimal(storeys), "lifts": Decimal(lifts)},
    )
    outcome = reckon(TOWN, facts)
    city, district, residents = slow(government, area, code, share, storeys, lifts)
    assert outcome.by_level == {"city": city, "district": district}
    assert outcome.borne.get("residents", 0) == residents
    given_for_lifts = outcome.steps[-1].amount
    assert outcome.total + sum(outcome.borne.values()) == government + given_for_lifts
    assert all(amount == amount.quantize(Decimal("0.01")) for amount in outcome.by_level.values())


@given(money, money, square)
def test_more_cost_never_gives_less_and_nothing_beyond_the_cap(one, more, area):
    rule = policy(government=GOVERNMENT | {"steps": GOVERNMENT["steps"][:1]}).government
    small = reckon(rule, GovernmentFacts(government=one, area=area)).total
    large = reckon(rule, GovernmentFacts(government=one + more, area=area)).total
    assert small <= large <= 300 * area
    assert small == min(one, 300 * area)


def test_every_missing_fact_is_named_at_once():
    with pytest.raises(Undecidable) as refusal:
        reckon(TOWN, GovernmentFacts())
    words = "；".join(problem.message for problem in refusal.value.problems)
    for need in (
        "财政应承担部分",
        "改造建筑面积",
        "项目所在地区",
        "居民出资到位率",
        "层数",
        "lifts",
    ):
        assert f"“{need}”" in words


def test_a_place_that_the_text_leaves_open_is_not_decided():
    facts = GovernmentFacts(
        government=Decimal(100),
        area=Decimal(10),
        area_code="330382002",
        residents_paid=Fraction(1),
        measures={"storeys": Decimal(5), "lifts": Decimal(1)},
    )
    with pytest.raises(Undecidable, match="是否属于中心城区没有写明"):
        reckon(TOWN, facts)


@pytest.mark.parametrize("storeys", ["2", "8", "4.5"])
def test_a_tier_table_is_never_extrapolated(storeys):
    rule = policy(government=GOVERNMENT | {"steps": GOVERNMENT["steps"][3:]}).government
    facts = GovernmentFacts(measures={"storeys": Decimal(storeys), "lifts": Decimal(1)})
    with pytest.raises(Undecidable) as refusal:
        reckon(rule, facts)
    (problem,) = refusal.value.problems
    assert f"层数 {storeys} 层不在分档之内" in problem.message
    assert "分档" in problem.remedy


def tiered(value):
    rule = policy(government=GOVERNMENT | {"steps": GOVERNMENT["steps"][3:]}).government
    facts = GovernmentFacts(measures={"storeys": Decimal(value), "lifts": Decimal(2)})
    return reckon(rule, facts).total


def test_the_bounds_of_a_tier_belong_to_it():
    assert [tiered(n) for n in (3, 4, 5, 7)] == [200_000, 200_000, 300_000, 300_000]


REWARD = ruled(
    "reward",
    "市级奖补",
    step="on_time",
    pays="city",
    of="district",
    share="30%",
    counts="own",
    event="completed",
    places=["central"],
    until=date(2020, 12, 31),
    groups=[{"group": "carried_over", "name": "结转项目", "until": date(2020, 6, 30)}],
)
LAST = date(2020, 12, 31)


def rewarded(done=None, on=None, code="330382001", groups=(), own="216722000.00", **more):
    rule = policy(government=GOVERNMENT | {"steps": [REWARD | more]}).government
    events = {"completed": done} if done else {}
    inputs = {"district": Decimal(own)} if own else {}
    facts = GovernmentFacts(
        on=on, area_code=code, inputs=inputs, events=events, groups=frozenset(groups)
    )
    return reckon(rule, facts)


def test_d4_thirty_per_cent_on_time_and_nothing_one_day_late():
    earned = rewarded(done=LAST)
    assert earned.by_level == {"city": Decimal("65016600.00"), "district": Decimal("151705400.00")}
    late = rewarded(done=LAST + timedelta(days=1))
    assert late.by_level == {"city": 0, "district": Decimal("216722000.00")}
    assert [late.steps[0].state, late.steps[0].at_stake] == ["lost", 0]


def test_d4_before_the_last_day_the_yuan_at_stake_are_shown():
    for on in (LAST - timedelta(days=30), LAST):
        (step,) = rewarded(on=on).steps
        assert (step.state, step.at_stake, step.until) == ("open", Decimal("65016600.00"), LAST)
        assert step.amount == 0
    assert rewarded(on=LAST + timedelta(days=1)).steps[0].state == "lost"
    assert "65,016,600.00" in rewarded(on=LAST).explanation.sentence


def test_d4_a_carried_over_project_has_its_own_day():
    (step,) = rewarded(done=date(2020, 7, 1), groups=["carried_over"]).steps
    assert (step.state, step.until) == ("lost", date(2020, 6, 30))


def test_d4_only_where_the_text_says_and_undecided_where_it_is_silent():
    assert rewarded(on=LAST, code="330382009").steps[0].state == "outside"
    with pytest.raises(Undecidable, match="没有写明"):
        rewarded(on=LAST, code="330382002")


def test_x22_money_passed_down_counts_only_where_the_rule_says_so():
    with pytest.raises(Undecidable, match="上级下达"):
        rewarded(done=LAST, counts="all")
    with pytest.raises(Undecidable, match="本级投入"):
        rewarded(done=LAST, own="")


def test_at_stake_asks_nothing_of_the_other_steps():
    rule = policy(government=GOVERNMENT | {"steps": [*GOVERNMENT["steps"], REWARD]}).government
    facts = GovernmentFacts(on=LAST, area_code="330382001", inputs={"district": Decimal("1000.00")})
    (step,) = at_stake(rule, facts)
    assert step.at_stake == Decimal("300.00")


@given(money, st.integers(-400, 400))
def test_a_day_later_never_brings_more(own, shift):
    day = LAST + timedelta(days=shift)
    one = rewarded(done=day, own=str(own)).by_level["city"]
    two = rewarded(done=day + timedelta(days=1), own=str(own)).by_level["city"]
    assert two <= one


UTILITY = ruled(
    "utility",
    "以奖代补",
    step="reimburse",
    pays="city",
    of="social",
    event="completed",
    undecided="没有写比例",
    at_most="50%",
    outside=["digging"],
)


def reimbursed(decided=None, done=LAST, spent=True, **more):
    rule = policy(government=GOVERNMENT | {"steps": [UTILITY | more]}).government
    rows = (
        Spending("social", Decimal("800.00")),
        Spending("social", Decimal("200.00"), frozenset({"digging"})),
        Spending("residents", Decimal("999.00")),
    )
    facts = GovernmentFacts(
        spent=rows if spent else None,
        decided={} if decided is None else {"utility": Decimal(decided)},
        events={"completed": done} if done else {},
    )
    return reckon(rule, facts)


def test_d17_a_utility_is_rewarded_only_against_completion():
    waiting = reimbursed("300", done=None)
    assert (waiting.total, waiting.steps[0].state) == (0, "waiting")
    outcome = reimbursed("300")
    assert outcome.by_level["city"] == 300
    assert outcome.borne == {"social": Decimal("-300.00")}


def test_d17_digging_is_the_governments_and_counts_once():
    assert reimbursed("400").total == 400  # half of 800, the 200 of digging left out
    with pytest.raises(Undecidable, match="超过限额"):
        reimbursed("400.01")


def test_what_the_text_does_not_number_is_settled_by_the_bureau():
    with pytest.raises(Undecidable, match="没有写比例"):
        reimbursed()
    with pytest.raises(Undecidable, match="的投入"):
        reimbursed("1", spent=False)
    share = {"undecided": "", "share": "1/3"}
    assert reimbursed(**share).total == Decimal("266.67")


def test_who_spent_only_what_does_not_count_gets_nothing_without_a_decision():
    rule = policy(government=GOVERNMENT | {"steps": [UTILITY]}).government
    digging = Spending("social", Decimal("200.00"), frozenset({"digging"}))
    facts = GovernmentFacts(spent=(digging,), events={"completed": LAST})
    assert reckon(rule, facts).total == 0


REST = ruled("rest", "区级兜底", step="rest", pays="district", of="government")


@given(money, money)
def test_x26_the_rest_is_raised_by_the_district(cost, granted):
    rule = policy(government=GOVERNMENT | {"steps": [REST]}).government
    facts = GovernmentFacts(government=cost, granted=granted)
    if granted > cost:
        with pytest.raises(Undecidable, match="多于"):
            reckon(rule, facts)
    else:
        assert reckon(rule, facts).by_level["district"] + granted == cost


def base(**step):
    first = ruled("base", "基数", step="base", pays="city", of="total", per="home", **step)
    return policy(government=GOVERNMENT | {"steps": [first]}).government


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ({"counts": "standard", "standard": "20000"}, "200000.00"),
        ({"counts": "actual"}, "123456.78"),
        ({"counts": "actual", "at_least": "15000"}, "150000.00"),
        ({"counts": "actual", "at_most": "10000", "overflow_to": "residents"}, "100000.00"),
    ],
)
def test_a_base_is_actual_cost_a_standard_or_between_limits(step, expected):
    facts = GovernmentFacts(total=Decimal("123456.78"), households=10)
    assert reckon(base(**step), facts).total == Decimal(expected)

"""The residents' share as a sum of parts, held per home between floor and ceiling, to the fen."""

from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Undecidable
from policies.rules.counting_paid import count_paid
from policies.rules.residents_model import (
    Contribution,
    Deposit,
    FlatPart,
    HomeLimit,
    HomeRounding,
    ResidentsRule,
)
from policies.rules.shares import CostItem, Home, ShareFacts, determine
from tests.policies.money_town import policy, ruled, shares
from tests.policies.strategies import money, three_levels

HOMES = [Home(f"1-{n}", Decimal(area)) for n, area in ((101, 50), (102, 100), (103, 150))]
homes = st.lists(
    st.builds(
        lambda n, a: Home(f"1-{n:04d}", Decimal(a).scaleb(-2)),
        st.integers(1, 9999),
        st.integers(1, 30000),
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda home: home.code,
)


def rule(**residents):
    return replace(three_levels(cap=""), residents=ResidentsRule(**residents))


def facts(amount="10000.00", area="300", households=0):
    item = CostItem("a", "内容", "basic", Decimal(amount))
    return ShareFacts((item,), Decimal(area), households)


def test_flat_sums_come_on_top_and_relieve_the_payer_they_name():
    parts = (
        FlatPart("per_area", "每平方米", "area", Decimal("2.50"), "government"),
        FlatPart("per_home", "每户", "home", Decimal(100), "government"),
    )
    outcome = determine(rule(flat=parts), facts(households=3))
    assert outcome.residents_due == Decimal("1000.00") + Decimal("750.00") + Decimal("300.00")
    assert outcome.by_payer["government"] == Decimal("7950.00")
    assert outcome.total == Decimal("10000.00")
    assert "② 财政应补" in [child.title for child in outcome.explanation.children]
    assert "居民定额出资" in outcome.explanation.children[-1].title


def test_every_quantity_that_a_flat_sum_misses_is_named():
    parts = (
        FlatPart("per_area", "每平方米", "area", Decimal(2), "government"),
        FlatPart("per_home", "每户", "home", Decimal(100), "government"),
    )
    with pytest.raises(Undecidable) as refusal:
        determine(rule(flat=parts), facts(area="0"))
    words = [problem.message for problem in refusal.value.problems]
    assert words == [
        "“每平方米”尚不能判定：需要“改造建筑面积”",
        "“每户”尚不能判定：需要“户数”",
    ]


def test_a_flat_sum_above_what_there_is_to_relieve_is_not_guessed():
    part = FlatPart("per_home", "每户", "home", Decimal("3000.01"), "government")
    with pytest.raises(Undecidable, match="超过财政补助应出的"):
        determine(rule(flat=(part,)), facts(households=3))


def test_what_lies_above_the_ceiling_of_a_home_is_borne_by_the_payer_named():
    outcome = determine(rule(ceiling=HomeLimit(Decimal(400), "social")), facts(), HOMES)
    assert outcome.by_home == {
        "1-101": Decimal("166.67"),
        "1-102": Decimal("333.33"),
        "1-103": Decimal("400.00"),
    }
    assert outcome.by_payer["social"] == Decimal("100.00")
    assert outcome.residents_due == Decimal("900.00")


def test_a_floor_raises_and_relieves():
    outcome = determine(rule(floor=HomeLimit(Decimal(300), "government")), facts(), HOMES)
    assert outcome.by_home["1-101"] == Decimal("300.00")
    assert outcome.by_payer["government"] == Decimal("9000.00") - Decimal("133.33")


def test_limits_per_home_need_the_register():
    with pytest.raises(Undecidable, match="户册"):
        determine(rule(ceiling=HomeLimit(Decimal(400), "social")), facts())


def slow(due, rows, floor, ceiling, unit):
    """Each home on its own, in whole fen; the largest remainders get the fen that are left."""
    whole = sum(int(home.area * 100) for home in rows)
    fen = int(due * 100)
    exact = {home.code: Fraction(fen * int(home.area * 100), whole) for home in rows}
    part = {code: int(value) for code, value in exact.items()}
    left = fen - sum(part.values())
    for code in sorted(exact, key=lambda code: (part[code] - exact[code], code))[:left]:
        part[code] += 1
    step = int(unit * 100)
    held = {code: value // step * step for code, value in part.items()}
    held = {code: max(value, int(floor * 100)) for code, value in held.items()}
    return {code: min(value, int(ceiling * 100)) for code, value in held.items()}


@given(
    money.filter(lambda n: n > 100),
    homes,
    st.integers(0, 50),
    st.integers(50, 100_000),
    st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(10)]),
    st.randoms(),
)
def test_limits_agree_with_the_slow_reckoning_and_nothing_is_lost(
    cost, rows, floor, ceiling, unit, random
):
    town = rule(
        floor=HomeLimit(Decimal(floor), "government"),
        ceiling=HomeLimit(Decimal(ceiling), "government"),
        rounding=HomeRounding(unit, "down", "government"),
    )
    try:
        outcome = determine(town, facts(str(cost)), rows)
    except Undecidable as refusal:
        assert "每户下限" in str(refusal)  # noqa: PT017  the only thing that may stand against it
        return
    due = determine(rule(), facts(str(cost))).residents_due
    expected = slow(due, rows, floor, ceiling, unit)
    assert {code: int(part * 100) for code, part in outcome.by_home.items()} == expected
    assert outcome.total == cost
    assert outcome.residents_due == sum(outcome.by_home.values())
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert determine(town, facts(str(cost)), shuffled).by_home == outcome.by_home


@given(money, homes)
def test_more_cost_never_lowers_a_home_up_to_its_ceiling(cost, rows):
    town = rule(ceiling=HomeLimit(Decimal(1000), "government"))
    small = determine(town, facts(str(cost)), rows)
    large = determine(town, facts(str(2 * cost)), rows)
    for code, part in small.by_home.items():
        assert part <= large.by_home[code] + Decimal("0.01") <= Decimal("1000.01")


@pytest.mark.parametrize(("way", "expected"), [("down", "166"), ("half_up", "167"), ("up", "167")])
def test_a_home_pays_whole_yuan_the_way_the_rule_says(way, expected):
    town = rule(rounding=HomeRounding(Decimal(1), way, "government"))
    outcome = determine(town, facts(), HOMES)
    assert outcome.by_home["1-101"] == Decimal(expected)
    assert outcome.total == Decimal("10000.00")


def test_a_deposit_into_the_fund_is_no_project_money():
    fund = Deposit("fund", "维修资金", "area", Decimal(30))
    outcome = determine(rule(deposit=fund), facts())
    assert outcome.deposit == Decimal("9000.00")
    assert outcome.total == Decimal("10000.00")
    assert "不计入项目资金" in outcome.explanation.children[-1].title
    assert determine(rule(), facts()).deposit is None


def test_the_officer_lays_an_item_on_one_of_the_payers_that_the_rule_allows():
    line = ruled("gap", "中央资金不支持的内容", tags=["extra"], choice=["government", "residents"])
    parts = shares(lines=[line, *shares()["lines"]])
    town = policy(cost_tags=[{"key": "extra", "name": "增加项"}], shares=parts).shares
    tags = frozenset({"extra"})
    left = CostItem("a", "院墙", "basic", Decimal(100), tags)
    with pytest.raises(Undecidable, match="由主管部门在财政补助、居民自筹中指定"):
        determine(town, ShareFacts((left,), Decimal(10)))
    items = (replace(left, payer="residents"), replace(left, key="b", payer="government"))
    outcome = determine(town, ShareFacts((*items, items[1]), Decimal(10)))
    assert outcome.by_payer["residents"] == 100
    assert outcome.by_payer["government"] == 200


WAYS = (Contribution("cash"), Contribution("labour", Fraction(1, 5)))


def test_labour_counts_up_to_its_share_of_what_is_due():
    town = rule(contributions=WAYS)
    paid = {"cash": Decimal("700.00"), "labour": Decimal("300.00")}
    outcome = count_paid(town, Decimal("1000.00"), paid)
    assert (outcome.counted, outcome.missing) == (Decimal("900.00"), Decimal("100.00"))
    paid["labour"] = Decimal("200.00")
    assert count_paid(town, Decimal("1000.00"), paid).counted == Decimal("900.00")


def test_a_way_of_paying_that_the_rule_does_not_name_is_not_decided():
    with pytest.raises(Undecidable) as refusal:
        count_paid(
            rule(contributions=WAYS), Decimal(10), {"later": Decimal(1), "goods": Decimal(1)}
        )
    assert len(refusal.value.problems) == 2


@given(money, money, money)
def test_more_paid_never_counts_less(due, paid, more):
    town = rule(contributions=WAYS)
    one = count_paid(town, due, {"labour": paid}).counted
    two = count_paid(town, due, {"labour": paid + more}).counted
    assert one <= two <= (due / 5).quantize(Decimal("0.01"), ROUND_FLOOR) + Decimal("0.01")

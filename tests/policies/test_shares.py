"""Shares add up to the fen, whoever pays; what is not said is not guessed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Undecidable
from policies.rules.shares import CostItem, Home, ShareFacts, apportion, determine
from tests.policies.strategies import money, three_levels

LEVELS = ("basic", "improving", "upgrading")
RESIDENTS = {"basic": Fraction(1, 10), "improving": Fraction(3, 10), "upgrading": Fraction(7, 10)}
item = st.builds(
    lambda n, level, amount: CostItem(str(n), f"项{n}", level, amount),
    st.integers(),
    st.sampled_from(LEVELS),
    money,
)
square = st.integers(1, 5_000_000).map(lambda n: Decimal(n).scaleb(-2))


def slow(items, area, social, cap):
    """Exact fractions to the end; the rounding of the real one stays within a fen per line."""
    residents = sum((Fraction(one.amount) * RESIDENTS[one.level] for one in items), Fraction(0))
    whole = sum((Fraction(one.amount) for one in items), Fraction(0))
    due = whole - residents - Fraction(social)
    paid = min(due, Fraction(cap) * Fraction(area))
    return paid, residents + due - paid


@given(st.lists(item, min_size=1, max_size=12), square)
def test_parts_add_up_and_agree_with_the_slow_reckoning(items, area):
    outcome = determine(three_levels(), ShareFacts(tuple(items), area))
    assert outcome.total == sum(one.amount for one in items)
    government, residents = slow(items, area, 0, 300)
    assert abs(Fraction(outcome.by_payer["government"]) - government) <= Fraction(3, 100)
    assert abs(Fraction(outcome.residents_due) - residents) <= Fraction(3, 100)
    for amount in outcome.by_payer.values():
        assert amount >= 0
        assert amount == amount.quantize(Decimal("0.01"))


@given(st.lists(item, min_size=2, max_size=8), square, st.randoms())
def test_the_order_of_items_does_not_matter(items, area, random):
    shuffled = list(items)
    random.shuffle(shuffled)
    one = determine(three_levels(), ShareFacts(tuple(items), area))
    two = determine(three_levels(), ShareFacts(tuple(shuffled), area))
    assert one.by_payer == two.by_payer


@given(st.lists(item, min_size=1, max_size=6), square, square)
def test_more_area_never_lowers_the_subsidy_and_never_passes_the_cap(items, area, more):
    small = determine(three_levels(), ShareFacts(tuple(items), area)).by_payer["government"]
    large = determine(three_levels(), ShareFacts(tuple(items), area + more)).by_payer["government"]
    assert small <= large
    assert small <= 300 * area


@given(st.lists(item, min_size=1, max_size=6), money)
def test_overheads_are_spread_and_nothing_is_lost(items, other):
    overhead = CostItem("o", "其他费用", "", other, frozenset({"other_cost"}))
    facts = ShareFacts((*items, overhead), Decimal(10_000_000))
    if not any(one.amount for one in items):
        if other:
            with pytest.raises(Undecidable):
                determine(three_levels(), facts)
        return
    assert determine(three_levels(), facts).total == sum(one.amount for one in items) + other


def test_social_capital_lowers_the_government_only():
    items = (CostItem("a", "内容", "basic", Decimal("1000.00")),)
    with_it = determine(three_levels(), ShareFacts(items, Decimal(100), social=Decimal("100.00")))
    assert with_it.by_payer == {
        "government": Decimal("800.00"),
        "residents": Decimal("100.00"),
        "social": Decimal("100.00"),
    }
    with pytest.raises(Undecidable, match="社会资金超过"):
        determine(three_levels(), ShareFacts(items, Decimal(100), social=Decimal("900.01")))


def test_every_item_without_a_payer_is_named_at_once():
    items = (CostItem("a", "甲", "unknown", Decimal(1)), CostItem("b", "乙", "other", Decimal(2)))
    with pytest.raises(Undecidable) as refusal:
        determine(three_levels(), ShareFacts(items, Decimal(1)))
    assert [problem.message[:3] for problem in refusal.value.problems] == ["“甲”", "“乙”"]


def test_the_account_reads_like_the_bookkeepers():
    amounts = zip(LEVELS, ("6300000", "2620000", "680000"), strict=True)
    items = tuple(CostItem(level, level, level, Decimal(amount)) for level, amount in amounts)
    outcome = determine(
        three_levels(), ShareFacts(items, Decimal("25200.72"), social=Decimal(120000))
    )
    why = outcome.explanation_for("government")
    assert why.result == "7,560,216.00"
    assert [child.title for child in why.children] == [
        "① 居民按类别出资",
        "② 财政应补与上限",
        "③ 超出部分转居民自筹",
    ]
    assert why.lines[0].expression == ("7,560,216.00 + 1,919,784.00 + 120,000.00 = 9,600,000.00 元")
    assert outcome.explanation.result == "1,919,784.00"


homes = st.lists(
    st.builds(
        lambda n, a: Home(f"1-{n:04d}", Decimal(a).scaleb(-2)),
        st.integers(1, 9999),
        st.integers(1, 30000),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda home: home.code,
)


@given(homes, money, st.randoms())
def test_homes_add_up_to_the_fen_in_any_order(rows, due, random):
    rule = three_levels()
    parts = apportion(rule, due, rows)
    assert sum(parts.values()) == due
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert apportion(rule, due, shuffled) == parts
    whole = sum((home.area for home in rows), Decimal(0))
    for home in rows:
        exact = Fraction(due) * Fraction(home.area) / Fraction(whole)
        assert abs(Fraction(parts[home.code]) - exact) < Fraction(1, 100)


def test_equal_remainders_go_by_unit_code():
    parts = apportion(
        three_levels(), Decimal("100.00"), [Home(code, Decimal(50)) for code in ("3", "1", "2")]
    )
    assert parts == {"1": Decimal("33.34"), "2": Decimal("33.33"), "3": Decimal("33.33")}


def test_nothing_to_divide_by_is_said():
    with pytest.raises(Undecidable, match="不能分摊"):
        apportion(three_levels(), Decimal("100.00"), [])

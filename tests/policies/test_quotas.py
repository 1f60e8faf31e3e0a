"""A part of a whole plan against an exact share: equality is within, one more is not."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Undecidable
from policies.rules.eligibility_model import Condition, QuotaRule
from policies.rules.plan_members import PlanMember
from policies.rules.quotas import evaluate
from tests.policies.eligibility_reference import slow_room
from tests.policies.eligibility_strategies import CLAUSES, facts_of

LATER = (Condition("built.year", ">", ("2000",)),)
proper = st.fractions(min_value=Fraction(1, 20), max_value=Fraction(19, 20), max_denominator=20)
members = st.lists(
    st.builds(
        lambda later, households: PlanMember(
            "小区", facts_of({"built.year": 2005 if later else 1990}), households, 1
        ),
        st.booleans(),
        st.integers(1, 400),
    ),
    min_size=1,
    max_size=8,
)


def quota(share="1/5", bound="at_most", counts="households"):
    return QuotaRule(
        "later", "2000 年后建成占比", counts, LATER, bound, Fraction(share), clauses=CLAUSES
    )


def plan(later, older, counts="households"):
    sizes = {"area": Decimal} if counts == "area" else {}
    kind = sizes.get(counts, int)
    return [
        PlanMember("新", facts_of({"built.year": 2001}), **{counts: kind(later)}),
        PlanMember("旧", facts_of({"built.year": 2000}), **{counts: kind(older)}),
    ]


def test_at_the_boundary_equality_is_within_and_one_more_is_not():
    assert evaluate(quota(), plan(200, 800)).met
    over = evaluate(quota(), plan(201, 799))
    assert not over.met
    assert over.excess == 2  # 201 − 2 = 199 of 998; with one out 200 of 999 is still above a fifth
    assert "至少调出 2 户" in over.explanation.sentence


def test_a_hundredth_of_a_square_metre_decides():
    assert evaluate(quota("1/3", counts="area"), plan("100.00", "200.00", "area")).met
    over = evaluate(quota("1/3", counts="area"), plan("100.01", "200.00", "area"))
    assert not over.met
    assert over.excess == Decimal("0.01")  # (100.01 − 300.01/3) ÷ 2/3 = 0.01 exactly


@given(rows=members, share=proper, bound=st.sampled_from(["at_most", "at_least"]))
def test_room_is_what_adding_one_by_one_finds(rows, share, bound):
    outcome = evaluate(quota(share, bound), rows)
    part, whole = int(outcome.part), int(outcome.whole)
    assert outcome.met == (part <= share * whole if bound == "at_most" else part >= share * whole)
    if outcome.met and (found := slow_room(share, part, whole, bound)) is not None:
        assert outcome.room == found


@given(rows=members, share=proper)
def test_taking_out_the_excess_is_enough_and_one_less_is_not(rows, share):
    outcome = evaluate(quota(share), rows)
    part, whole, excess = int(outcome.part), int(outcome.whole), int(outcome.excess)
    assert part - excess <= share * (whole - excess)
    if excess:
        assert part - (excess - 1) > share * (whole - (excess - 1))


@given(rows=members, share=proper)
def test_adding_what_is_wanting_is_enough_and_one_less_is_not(rows, share):
    outcome = evaluate(quota(share, "at_least"), rows)
    part, whole, more = int(outcome.part), int(outcome.whole), int(outcome.excess)
    assert part + more >= share * (whole + more)
    if more:
        assert part + more - 1 < share * (whole + more - 1)


@given(rows=members, random=st.randoms())
def test_the_order_of_the_plan_does_not_matter(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, other = evaluate(quota(), rows), evaluate(quota(), shuffled)
    assert (one.met, one.part, one.room) == (other.met, other.part, other.room)


def test_every_project_with_a_missing_fact_is_named():
    rows = [*plan(1, 9), PlanMember("甲", {}, 5), PlanMember("乙", {}, 5)]
    with pytest.raises(Undecidable) as refusal:
        evaluate(quota(), rows)
    assert [one.message for one in refusal.value.problems] == [
        "“甲”尚不能判定：需要“建成年份”",
        "“乙”尚不能判定：需要“建成年份”",
    ]


def test_an_empty_plan_has_no_share():
    with pytest.raises(Undecidable, match="尚不能判定"):
        evaluate(quota(), [])


def test_communities_count_one_each():
    outcome = evaluate(quota("1/2", counts="communities"), plan(1, 999))
    assert (outcome.met, outcome.part, outcome.whole, outcome.room) == (True, 1, 2, 0)

"""How papers count, by groups and parts of owners, and what one objection does."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Undecidable
from policies.rules.consent import Counts, evaluate
from policies.rules.counting import Pile, count
from policies.rules.model import ConsentTest, Counting, Matter, Veto

EACH = ConsentTest("agree", "affected", "heads", ">=", Fraction(1))
HALF = ConsentTest("agree", "all", "heads", ">", Fraction(1, 2))
BY_BUILDING = replace(HALF, scope="building")
said = st.sampled_from(["agree", "against", "abstain", "blank", "invalid", "missing"])
countings = st.builds(
    Counting,
    missing=st.sampled_from(["absent", "participates", "agrees"]),
    abstain=st.sampled_from(["absent", "participates", "agrees"]),
    invalid=st.sampled_from(["absent", "participates"]),
    blank=st.sampled_from(["abstain", "invalid"]),
    proxy=st.sampled_from(["mandate", "refused"]),
)
piles = st.lists(
    st.builds(
        Pile,
        said,
        st.integers(0, 40),
        st.integers(0, 4000).map(lambda n: Decimal(n) / 100),
        st.integers(0, 40),
        st.sampled_from(["none", "mandate", "without"]),
    ),
    max_size=6,
)


def matter(*tests, veto=None):
    return Matter("m", "改造方案", "同意吗", tests, veto=veto)


def heads(whole, part, agree, against=None):
    one = Decimal(1)
    return Counts(whole, one, part, one, agree, one, against_heads=against)


def slow(rows, rule):
    """One owner after the other, each asked the questions of the text in turn."""
    whole = there = yes = no = 0
    for pile in rows:
        for _ in range(pile.heads):
            whole += 1
            paper = pile.said
            unfit = pile.proxy == "without" or (pile.proxy, rule.proxy) == ("mandate", "refused")
            if paper != "missing" and unfit:
                paper = "invalid"
            if paper == "blank":
                paper = rule.blank
            if paper in ("agree", "against"):
                there += 1
                yes += paper == "agree"
                no += paper == "against"
            else:
                how = {"missing": rule.missing, "abstain": rule.abstain, "invalid": rule.invalid}
                there += how[paper] != "absent"
                yes += how[paper] == "agrees"
    return whole, there, yes, no


@given(piles, countings)
def test_counting_agrees_with_asking_one_owner_after_the_other(rows, rule):
    found = count(rows, rule)
    layers = (found.all_heads, found.participating_heads, found.agree_heads, found.against_heads)
    assert layers == slow(rows, rule)


@given(piles, countings, st.randoms())
def test_the_order_of_the_piles_does_not_matter(rows, rule, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert count(mixed, rule) == count(rows, rule)


@given(piles, countings)
def test_one_more_yes_never_turns_passed_into_failed(rows, rule):
    whole = [*rows, Pile("missing", 1, Decimal(1))]
    asked = [*rows, Pile("agree", 1, Decimal(1))]
    if evaluate(matter(HALF), count(whole, rule)).passed:
        assert evaluate(matter(HALF), count(asked, rule)).passed


def test_silence_is_a_yes_only_where_local_rules_say_so():
    rows = [Pile("agree", 1), Pile("missing", 9)]
    assert not evaluate(matter(HALF), count(rows, Counting())).passed
    assert evaluate(matter(HALF), count(rows, Counting(missing="agrees"))).passed


def test_each_affected_owner_must_consent_and_one_who_is_silent_has_not():
    whole = heads(100, 80, 80)
    four = {("affected", "community"): {"": heads(4, 4, 4)}}
    three = {("affected", "community"): {"": heads(4, 3, 3)}}
    assert evaluate(matter(EACH), whole, four).passed
    outcome = evaluate(matter(EACH), whole, three)
    assert not outcome.passed
    assert "受影响业主" in outcome.tests[0].explanation.inputs[0].label


def test_every_building_must_agree_by_itself():
    whole = heads(40, 40, 30)
    parts = {"1号楼": heads(20, 20, 20), "2号楼": heads(20, 20, 10)}
    outcome = evaluate(matter(BY_BUILDING), whole, {("owners", "building"): parts})
    assert [one.part for one in outcome.tests if not one.met] == ["2号楼"]
    assert "2号楼同意人数还差 1 人" in outcome.explanation.sentence
    better = parts | {"2号楼": heads(20, 20, 11)}
    assert evaluate(matter(BY_BUILDING), whole, {("owners", "building"): better}).passed


def test_one_objection_stops_a_matter_with_a_veto_and_silence_does_not():
    asked = matter(HALF, veto=Veto("all"))
    assert evaluate(asked, heads(10, 9, 9, against=0)).passed
    outcome = evaluate(asked, heads(10, 10, 9, against=1))
    assert outcome.valid
    assert not outcome.passed
    assert "1 人反对，一票否决" in outcome.explanation.sentence


@pytest.mark.parametrize(
    ("asked", "counted", "needs"),
    [
        (matter(EACH), heads(10, 9, 9), "小区受影响业主的计票"),
        (matter(BY_BUILDING), heads(10, 9, 9), "各楼栋业主的计票"),
        (matter(HALF, veto=Veto("all")), heads(10, 9, 9), "反对人数"),
    ],
)
def test_what_was_not_counted_cannot_be_decided(asked, counted, needs):
    with pytest.raises(Undecidable, match=needs):
        evaluate(asked, counted)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_a_scheme_with_more_tests_never_passes_what_one_with_fewer_fails(whole, part, agree):
    agree, part, whole = sorted((agree, part, whole))
    counted = heads(whole, part, agree)
    turnout = ConsentTest("participate", "all", "heads", ">=", Fraction(2, 3))
    if evaluate(matter(HALF, turnout), counted).passed:
        assert evaluate(matter(HALF), counted).passed

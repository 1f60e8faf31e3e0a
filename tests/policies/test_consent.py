"""Consent is exact: boundaries, monotony, and the same answer from a slow second way."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.rules.consent import Counts, evaluate, minimum
from tests.policies.strategies import counts, fractions, matter


def slow(turnout, agree, operator, c):
    """The law read aloud: cross-multiplied whole numbers of heads and of hundredths of ㎡."""
    cents = lambda area: int(area * 100)  # noqa: E731
    layers = [
        (c.all_heads, c.participating_heads, c.agree_heads),
        (cents(c.all_area), cents(c.participating_area), cents(c.agree_area)),
    ]
    valid = passed = True
    for whole, part, yes in layers:
        if whole == 0 or part * turnout.denominator < whole * turnout.numerator:
            valid = False
        left, right = yes * agree.denominator, part * agree.numerator
        if part == 0 or left < right or (operator == ">" and left == right):
            passed = False
    return valid, valid and passed


@given(counts(), fractions, fractions, st.sampled_from([">=", ">"]))
def test_agrees_with_the_slow_reading(c, turnout, agree, operator):
    outcome = evaluate(matter(turnout, agree, operator), c)
    assert (outcome.valid, outcome.passed) == slow(turnout, agree, operator, c)


@given(counts(), st.permutations(range(4)))
def test_the_order_of_tests_does_not_matter(c, order):
    plain = matter()
    shuffled = replace(plain, tests=tuple(plain.tests[index] for index in order))
    assert evaluate(plain, c).passed == evaluate(shuffled, c).passed


@given(counts())
def test_one_more_yes_never_turns_passed_into_failed(c):
    if not evaluate(matter(), c).passed or c.participating_heads == c.all_heads:
        return
    more = replace(c, participating_heads=c.participating_heads + 1, agree_heads=c.agree_heads + 1)
    assert evaluate(matter(), more).passed


@given(counts(), fractions, st.sampled_from([">=", ">"]))
def test_the_shown_minimum_is_enough_and_one_step_less_is_not(c, share, operator):
    test = matter("2/3", share, operator).tests[2]
    base = Fraction(c.participating_heads)
    least = minimum(test, base)
    exact = share * base
    enough = least >= exact if operator == ">=" else least > exact
    less = least - 1 >= exact if operator == ">=" else least - 1 > exact
    assert enough
    assert not less


@pytest.mark.parametrize(
    ("heads", "turnout", "agree"),
    [
        (403, 269, 202),
        (25, 17, 13),
        (24, 16, 12),
        (36, 24, 18),
    ],
)
def test_boundary_figures_of_the_civil_code(heads, turnout, agree):
    c = Counts(heads, Decimal(1), turnout, Decimal(1), agree, Decimal(1))
    outcome = evaluate(matter(), c)
    assert outcome.passed
    assert outcome.tests[0].needed_shown == turnout
    assert outcome.tests[2].needed_shown == agree
    assert not evaluate(matter(), replace(c, agree_heads=agree - 1)).passed


def test_area_threshold_is_kept_exact_and_shown_rounded_up():
    outcome = evaluate(matter(), Counts(1, Decimal("66783.97")))
    area = outcome.tests[1]
    assert area.needed == Fraction("66783.97") * Fraction(2, 3)
    assert area.needed_shown == Decimal("44522.65")
    assert area.missing == Decimal("44522.65")


def test_nobody_there_is_never_passed():
    outcome = evaluate(matter(), Counts(0, Decimal(0)))
    assert not outcome.valid
    assert not outcome.passed
    assert "尚无基数" in outcome.explanation.sentence


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="heads"):
        Counts(10, Decimal(10), 11, Decimal(5))


def test_the_explanation_shows_numbers_threshold_and_gap():
    c = Counts(156, Decimal("25200.72"), 97, Decimal("15908.15"), 80, Decimal("13228.57"))
    outcome = evaluate(matter(), c)
    assert outcome.tests[0].explanation.sentence == (
        "参与人数 97/156 人（62.2%），未到三分之二（104 人），还差 7 人"
    )
    assert "还差 892.33 ㎡" in outcome.tests[1].explanation.sentence
    assert outcome.tests[3].explanation.lines[0].value == "11,931.1125"

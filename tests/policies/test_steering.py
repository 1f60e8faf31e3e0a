"""Steering names the least that suffices, and never promises what cannot be."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.rules.consent import Counts, evaluate
from policies.rules.steering import steer
from tests.policies.strategies import counts, matter

PICTURE = Counts(156, Decimal("25200.72"), 97, Decimal("15908.15"), 80, Decimal("13228.57"))


def test_the_missing_owners_may_all_refuse():
    advice = steer(matter(), PICTURE)
    assert [need.amount for need in advice.until_valid] == [7, Decimal("892.33")]
    assert advice.missing_may_refuse is True
    assert not advice.all_left_may_refuse
    assert "80/104（76.9%，不低于四分之三）" in advice.notes[1]


def test_when_agreement_is_thin_the_missing_must_be_won():
    advice = steer(matter(), replace(PICTURE, agree_heads=75))
    assert advice.missing_may_refuse is False
    assert any("须同时争取同意" in note for note in advice.notes)


def test_what_cannot_be_reached_is_said():
    c = Counts(10, Decimal(10), 9, Decimal(9), 2, Decimal(9))
    advice = steer(matter(), c)
    assert not advice.until_passed[0].possible
    assert any("即使其余业主全部同意" in note for note in advice.notes)


@settings(max_examples=60)
@given(st.integers(1, 60), st.data())
def test_the_needed_heads_are_the_least_by_trying_every_number(whole, data):
    part = data.draw(st.integers(0, whole))
    yes = data.draw(st.integers(0, part))
    c = Counts(whole, Decimal(100), part, Decimal(100), yes, Decimal(100))
    tried = next(
        (
            more
            for more in range(whole - part + 1)
            if evaluate(
                matter(), replace(c, participating_heads=part + more, agree_heads=yes + more)
            ).passed
        ),
        None,
    )
    need = steer(matter(), c).until_passed[0]
    assert need.possible == (tried is not None)
    if tried is not None:
        assert need.amount == tried


@given(counts())
def test_adding_what_is_needed_makes_it_valid(c):
    advice = steer(matter(), c)
    if not all(need.possible for need in advice.until_valid) or not c.all_heads or not c.all_area:
        return
    heads, area = (need.amount for need in advice.until_valid)
    more = replace(
        c,
        participating_heads=c.participating_heads + int(heads),
        participating_area=c.participating_area + area,
    )
    assert evaluate(matter(), more).valid

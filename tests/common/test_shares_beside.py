"""A percent beside its limit never looks reached when it is missed."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from common.shares import percent_beside

LIMITS = st.sampled_from([Fraction(2, 3), Fraction(3, 4), Fraction(1, 2), Fraction(1)])


def read(shown):
    return Fraction(Decimal(shown.removesuffix("%"))) / 100


@given(st.integers(0, 50_000), st.integers(1, 50_000), LIMITS)
def test_a_missed_limit_reads_as_missed(part, whole, limit):
    part = min(part, whole)
    if Fraction(part, whole) < limit:
        assert read(percent_beside(part, whole, limit)) < limit


def test_two_thirds_missed_by_one():
    assert percent_beside(66_666, 100_000, Fraction(2, 3)) == "66.6%"
    assert percent_beside(2, 3, Fraction(2, 3)) == "66.7%"
    assert percent_beside(0, 0, Fraction(2, 3)) == "—"

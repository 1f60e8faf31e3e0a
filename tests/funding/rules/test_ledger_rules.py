"""Household accounts and the true-up, for any amounts."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from funding.rules.ledger import Standing, balance, share_received, true_up

money = st.decimals(0, 10**9, places=2)
codes = st.text("0123456789-", min_size=1, max_size=6)


@given(money, money)
def test_what_is_missing_and_what_is_too_much_exclude_each_other(owed, paid):
    standing = Standing(owed, paid)

    assert standing.missing == 0 or standing.excess == 0
    assert paid + standing.missing - standing.excess == owed


@given(money, money)
def test_paying_what_is_missing_settles_the_account(owed, paid):
    standing = Standing(owed, min(owed, paid))

    assert standing.after(standing.missing).state == "paid"


@given(st.lists(st.tuples(st.sampled_from([1, -1]), money)))
def test_every_entry_and_its_reversal_leave_nothing(entries):
    reversed_ones = [(-direction, amount) for direction, amount in entries]

    assert balance(entries + reversed_ones) == 0


@given(money, money)
def test_the_received_share_lies_between_nothing_and_all(due, received):
    share = share_received(due, received)

    assert 0 <= share <= 1
    assert (share == 1) == (received >= due)


def test_one_fen_short_is_not_all():
    assert share_received(Decimal("1800000.00"), Decimal("1799999.99")) < 1
    assert share_received(Decimal("1800000.00"), Decimal("1800000.00")) == Fraction(1)


@given(st.dictionaries(codes, money), st.dictionaries(codes, money))
def test_calls_less_refunds_are_the_difference_of_the_sums(final, paid):
    rows = true_up(final, paid)

    called = sum(row.call for row in rows) - sum(row.refund for row in rows)
    assert called == sum(final.values()) - sum(paid.values())
    assert [row.unit_code for row in rows] == sorted({*final, *paid})
    assert all(row.call == 0 or row.refund == 0 for row in rows)

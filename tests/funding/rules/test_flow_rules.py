"""What may be received, paid and taken back; and what a source is planned to bring."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from funding.rules.flows import Account, may_pay, may_receive, may_take_back, planned_by_source
from funding.rules.sources import MAIN, STANDARD

money = st.decimals(0, 10**9, places=2)
GOVERNMENT = [row.kind for row in STANDARD if row.payer == "government"]


@given(money, money, money, money)
def test_an_accepted_payment_never_overdraws(allocated, received, paid, amount):
    account = Account("省级补助", allocated, received, min(paid, received), bound=True)

    if not may_pay(account, amount):
        assert account.paid + amount <= account.received
    if not may_receive(account, amount):
        assert account.received + amount <= max(account.allocated, account.received)


@given(money, money, money, money)
def test_an_accepted_reversal_leaves_the_account_in_order(allocated, received, paid, amount):
    received, paid = min(received, allocated), min(paid, received, allocated)
    account = Account("省级补助", allocated, received, paid, bound=True)

    if not may_take_back(account, "receipt", amount):
        assert received - amount >= paid
    if not may_take_back(account, "allocation", amount):
        assert allocated - amount >= received
    assert not may_take_back(account, "payment", amount)


@given(money, st.dictionaries(st.sampled_from(GOVERNMENT), money))
def test_the_county_bears_what_no_other_source_was_allocated(due, allocated):
    planned = planned_by_source(
        {"government": due},
        {kind: ("government", value) for kind, value in allocated.items()},
        MAIN,
    )

    assert sum(planned.values()) >= due
    if sum(allocated.values()) <= due:
        assert sum(planned.values()) == due


def test_the_exact_case_of_one_fen():
    account = Account("居民出资", Decimal(0), Decimal("100.00"), Decimal("99.99"), bound=False)

    assert not may_pay(account, Decimal("0.01"))
    assert may_pay(account, Decimal("0.02"))

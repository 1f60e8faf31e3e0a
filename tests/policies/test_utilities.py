"""Utilities by segment: who pays follows the stretch, the owner and the digging, to the fen."""

from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.rules.shares import CostItem, ShareFacts, determine
from tests.factories.policies import parsed

# One third by the water works, the rest by the owners (临朐 三(二)2); whole where it owns them.
LINQU = {
    "water": {"water": "1/3", "residents": "2/3"},
    "heating_redline": {"heating": "1/5", "residents": "4/5"},
    "heating_home": {"residents": "1"},
    "heating_fee": {"heating": "1/2", "residents": "1/2"},
    "power_redline": {"power": "1/3", "residents": "2/3"},
    "gas_fee": {"gas": "1/2", "residents": "1/2"},
    "telecom": {"telecom": "1"},
}
OWNED = {"water": "water", "heating_redline": "heating", "power_redline": "power"}

fen = st.integers(0, 10**9)
costs = st.lists(st.tuples(st.sampled_from(sorted(LINQU)), st.booleans(), fen), max_size=10)


@cache
def linqu():
    return parsed("linqu-2024").policy.shares


def slow(rows):
    """Whole fen by payer: each stretch is summed, cut down, and the left-over fen handed out."""
    sums = {}
    for tag, owned, amount in rows:
        stretch = (tag, owned and tag in OWNED)
        sums[stretch] = sums.get(stretch, 0) + amount
    paid = {}
    for (tag, owned), amount in sums.items():
        parts = {OWNED[tag]: "1"} if owned else LINQU[tag]
        exact = {payer: amount * Fraction(part) for payer, part in parts.items()}
        cut = {payer: int(share) for payer, share in exact.items()}
        longest = sorted(exact, key=lambda payer: cut[payer] - exact[payer])
        for payer in longest[: amount - sum(cut.values())]:
            cut[payer] += 1
        for payer, share in cut.items():
            paid[payer] = paid.get(payer, 0) + share
    return paid


def reckon(rows):
    items = [
        CostItem(
            f"{number}",
            "管线",
            "basic",
            Decimal(amount).scaleb(-2),
            frozenset({tag, "company_owned"} if owned else {tag}),
        )
        for number, (tag, owned, amount) in enumerate(rows)
    ]
    outcome = determine(linqu(), ShareFacts(tuple(items), Decimal(1)))
    return {payer: int(amount.scaleb(2)) for payer, amount in outcome.by_payer.items()}


def tell(paid):
    return {payer: amount for payer, amount in paid.items() if amount}


@given(costs)
def test_the_segments_agree_with_the_slow_reckoning_and_add_up(rows):
    paid = reckon(rows)
    assert tell(paid) == tell(slow(rows))
    assert sum(paid.values()) == sum(amount for _, _, amount in rows)


@given(costs, st.randoms())
def test_the_order_of_costs_does_not_matter(rows, random):
    again = list(rows)
    random.shuffle(again)
    assert reckon(again) == reckon(rows)


@given(costs)
def test_what_the_companies_own_costs_residents_nothing(rows):
    owned = [(tag, True, amount) for tag, _, amount in rows if tag in OWNED]
    assert reckon(owned)["residents"] == 0


@given(costs, st.sampled_from(sorted(LINQU)), st.booleans(), fen)
def test_one_more_cost_lowers_nobodys_part(rows, tag, owned, amount):
    before, after = reckon(rows), reckon([*rows, (tag, owned, amount)])
    # A stretch is divided as one sum: a fen may change hands, never more.
    assert all(after[payer] >= before[payer] - 1 for payer in before)


@pytest.mark.parametrize("name", ["hunchun-2020", "luolong-2021", "linqu-2024"])
def test_every_segment_names_who_pays_the_whole_of_it(name):
    for utility in parsed(name).policy.utilities:
        for segment in utility.segments:
            assert segment.undecided or sum(part.share for part in segment.parts) == 1
            assert segment.clauses

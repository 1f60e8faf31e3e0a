"""What a scheme states about itself: sums that tie or do not, and what is kept by whom."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.rules.census import cited, groups
from policies.rules.figures import Figure, FigurePart, hold
from policies.rules.registers import Register, standing
from tests.factories.policies import parsed
from tests.policies.strategies import money

amounts = st.lists(money, min_size=1, max_size=8)


def figure(stated, parts, per="1", unit="万元"):
    named = tuple(FigurePart(str(n), Decimal(part)) for n, part in enumerate(parts))
    return Figure("f", "总投资", Decimal(stated), unit, named, Decimal(per))


def test_eighteen_thousand_is_the_sum_of_three_projects():
    outcome = hold(figure("18000", ["5400", "7600", "5000"]))
    assert outcome.ties
    assert outcome.gap == 0
    assert outcome.explanation.result == "相符"


def test_a_gap_is_shown_and_not_mended():
    outcome = hold(figure("18000", ["3300", "14000"]))
    assert not outcome.ties
    assert (outcome.computed, outcome.gap) == (17300, 700)
    assert outcome.explanation.sentence == "文中 18,000 万元，各项相加 17,300：相差 700 万元"


def test_a_figure_is_held_at_the_decimals_it_is_stated_with():
    assert hold(figure("13.85", ["138479.32"], "10000", "万㎡")).ties
    assert not hold(figure("13.849", ["138479.32"], "10000", "万㎡")).ties


@given(amounts)
def test_an_exact_sum_always_ties_and_the_order_of_parts_does_not_matter(parts):
    whole = sum(parts, Decimal("0.00"))
    assert hold(figure(whole, parts)).ties
    assert hold(figure(whole, parts[::-1])).computed == hold(figure(whole, parts)).computed


@given(amounts, money)
def test_gap_and_sum_make_up_the_stated_figure(parts, stated):
    outcome = hold(figure(stated, parts))
    assert Fraction(outcome.computed) + Fraction(outcome.gap) == Fraction(stated)
    assert outcome.ties == (sum(map(Fraction, parts)) == Fraction(stated))


@given(amounts)
def test_one_fen_more_unties_a_figure_stated_to_the_fen(parts):
    whole = sum(parts, Decimal("0.00"))
    assert not hold(figure(whole, [*parts, "0.01"])).ties


LEDGER = Register("r", "建设计划备案", "filing", "housing", due=date(2020, 5, 15))


def test_a_filing_is_in_time_on_its_last_day_and_late_the_day_after():
    assert standing(LEDGER, date(2020, 5, 15)).state == "open"
    late = standing(LEDGER, date(2020, 5, 16))
    assert (late.state, late.days_late) == ("late", 1)
    assert late.explanation.result == "逾期 1 日"


def test_what_was_done_late_stays_late_by_the_same_days():
    done = standing(LEDGER, date(2020, 6, 30), date(2020, 5, 20))
    assert (done.state, done.days_late) == ("done", 5)
    before = standing(LEDGER, date(2020, 5, 18), date(2020, 5, 20))
    assert (before.state, before.days_late) == ("late", 3)


def test_without_a_day_nothing_is_ever_late():
    rule = Register("r", "考核办法", "rule", "housing")
    assert standing(rule, date(2030, 1, 1)).state == "open"
    assert "没有写期限" in standing(rule, date(2030, 1, 1)).explanation.result


@given(st.integers(0, 400), st.integers(0, 400))
def test_lateness_never_shrinks_while_time_goes_on(first, more):
    start = date(2020, 5, 1)
    earlier, later = (start + timedelta(days=n) for n in (first, first + more))
    assert standing(LEDGER, earlier).days_late <= standing(LEDGER, later).days_late


@pytest.mark.parametrize(
    ("section", "cites", "expected"),
    [
        ("units", "临朐 附件2", {"lead": 1, "department": 11}),
        ("catalogue", "", {"count": 27, "basic": 18, "utilities": 9}),
        ("steps", "临朐 附件3", {"count": 1, "early": 1}),
    ],
)
def test_rules_are_counted_by_the_clause_they_rest_on(section, cites, expected):
    rows = cited(parsed("linqu-2024").policy, section, cites)
    assert expected.items() <= {"count": len(rows), **groups(section, rows)}.items()

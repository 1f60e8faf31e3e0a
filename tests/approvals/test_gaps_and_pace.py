"""Best and worst case of every test, by trying all orders on small rolls; the pace so far."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.rules.doors import Standing, gain, open_doors, shortfall
from approvals.rules.fewest import reaches
from approvals.rules.gaps import gaps
from approvals.rules.pace import forecast
from approvals.rules.parts import WHOLE, RollUnit
from approvals.rules.tally import Method, tally
from policies.rules.consent import evaluate
from tests.approvals.test_doors import evenings
from tests.approvals.test_tally_rules import DOUBLE, METHODS

EACH = {"heads": 1, "area": 80}
OPENED, CLOSES = date(2024, 6, 13), date(2024, 6, 24)


def table(roll, answers, method, matter):
    count = tally(roll, answers, method)[WHOLE]
    doors = open_doors(roll, {matter.key: answers}, method)
    standing = Standing(matter, count, method)
    return gaps(standing, evaluate(matter, count.counts()).tests, doors), standing, doors


@settings(max_examples=150)
@given(evenings())
def test_owners_in_the_best_and_the_worst_case_are_those_of_trying_every_group(evening):
    roll, answers, method, matter = evening
    rows, standing, doors = table(roll, answers, method, matter)
    for row, test in zip(rows, matter.tests, strict=True):
        if row.met:
            assert (row.owners_best, row.owners_worst, row.missing) == (0, 0, Decimal(0))
            continue
        need, strictly = shortfall(test, standing.count), test.operator == ">"
        numbers = {}
        for number in range(1, len(doors) + 1):
            does = [
                reaches(sum(gain(d, matter.key, test) for d in some), need, strictly)
                for some in combinations(doors, number)
            ]
            numbers[number] = (any(does), all(does))
        assert row.owners_best == next((n for n, (some, _) in numbers.items() if some), None)
        always = [n for n in numbers if all(whole for m, (_, whole) in numbers.items() if m >= n)]
        assert row.owners_worst == next(iter(always), None)


def test_the_five_communities_of_the_boundary_figures():
    roll = [RollUnit(n, n, "1", Decimal("80.00")) for n in range(403)]
    answers = dict.fromkeys(range(200), "agree") | dict.fromkeys(range(200, 260), "against")
    rows, *_ = table(roll, answers, Method(), DOUBLE)
    heads, area, yes, yes_area = rows
    assert (heads.missing, heads.owners_best, heads.owners_worst) == (Decimal(9), 9, 9)
    assert area.missing == Decimal("693.34")
    assert (area.owners_best, area.owners_worst) == (9, 9)
    assert (yes.missing, yes.met) == (Decimal(0), True)
    assert yes.certain == Decimal(103)
    assert yes_area.certain == Decimal("8180.00")


@given(
    st.lists(st.sampled_from(["agree", "against", "abstain", ""]), min_size=1, max_size=12),
    METHODS,
)
def test_what_is_missing_and_what_is_certain_under_every_counting_rule(said, method):
    roll = [RollUnit(n, n, "1", Decimal("80.00")) for n in range(len(said))]
    answers = {n: choice for n, choice in enumerate(said) if choice}
    rows, _, doors = table(roll, answers, method, DOUBLE)
    for row, test in zip(rows, DOUBLE.tests, strict=True):
        if test.measure == "heads":
            assert row.missing == row.owners_best
        sure = [
            number
            for number in range(len(doors) + 1)
            if _outcome(roll, answers, doors, number, method).tests[rows.index(row)].met
        ]
        if test.numerator == "agree" and "missing" not in method.taken_for_yes:
            homes = None if row.certain is None else row.certain / EACH[test.measure]
            assert (homes is not None, ceil(homes or 0)) == (bool(sure), sure[0] if sure else 0)


def _outcome(roll, answers, doors, agreeing, method):
    """So many doors agree, all others vote against."""
    came = {door.units[0]: "against" for door in doors}
    came |= {door.units[0]: "agree" for door in doors[:agreeing]}
    return evaluate(DOUBLE, tally(roll, answers | came, method)[WHOLE].counts())


def test_when_the_refusals_cannot_be_outvoted_it_says_so():
    roll = [RollUnit(n, n, "1", Decimal("80.00")) for n in range(8)]
    rows, *_ = table(roll, dict.fromkeys(range(4), "against"), Method(), DOUBLE)
    assert rows[2].missing is None
    assert rows[2].owners_best is None
    assert rows[2].certain is None


def test_the_pace_since_the_opening_and_of_the_last_three_days():
    came = {date(2024, 6, 13): Decimal(60), date(2024, 6, 20): Decimal(6)}
    whole, recent = forecast(
        came, need=Decimal(10), opened=OPENED, on=date(2024, 6, 21), closes=CLOSES
    )
    assert (whole.days, whole.per_day, whole.expected) == (9, Fraction(66, 9), date(2024, 6, 23))
    assert whole.in_time
    assert whole.shown == Decimal("7.3")
    assert (recent.per_day, recent.expected) == (Fraction(2), date(2024, 6, 26))
    assert not recent.in_time


def test_nobody_came_so_nothing_is_foreseen():
    (line,) = forecast({}, need=Decimal(1), opened=OPENED, on=date(2024, 6, 14), closes=CLOSES)
    assert (line.expected, line.in_time) == (None, False)
    assert forecast({}, need=Decimal(0), opened=OPENED, on=OPENED, closes=CLOSES) == ()


def test_an_extension_leaves_the_pace_and_gives_it_more_days():
    came = {date(2024, 6, 22): Decimal(4), date(2024, 6, 23): Decimal(0)}
    asked = {"need": Decimal(9), "opened": date(2024, 6, 20), "on": date(2024, 6, 23)}
    for closes, in_time in ((CLOSES, False), (date(2024, 7, 2), True), (date(2024, 7, 1), False)):
        whole, recent = forecast(came, **asked, closes=closes)
        assert (whole.per_day, whole.expected) == (Fraction(1), date(2024, 7, 2))
        assert whole.in_time == in_time
        assert recent.expected == date(2024, 6, 30)  # 4 in three days: 9 need 6.75 of them


def test_on_the_last_evening_and_after_it_nothing_more_comes_in_time():
    came = {date(2024, 6, 20): Decimal(4)}
    for on in (CLOSES, date(2024, 6, 25)):
        lines = forecast(came, need=Decimal(1), opened=OPENED, on=on, closes=CLOSES)
        assert [line.in_time for line in lines] == [False, False]

"""Tonight's doors: exactly the fewest, checked against trying every list on small rolls."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.rules.doors import Standing, open_doors, plan, reserve
from approvals.rules.parts import WHOLE, RollUnit
from approvals.rules.tally import Method, tally
from policies.rules.consent import evaluate
from policies.rules.model import ConsentTest, Matter
from tests.approvals.test_tally_rules import DOUBLE, METHODS

CHOICE = st.sampled_from(["agree", "agree", "against", "abstain", "invalid"])
SHARES = st.sampled_from(
    [Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(9, 10), Fraction(1)]
)
TESTS = st.builds(
    ConsentTest,
    st.sampled_from(["participate", "agree"]),
    st.sampled_from(["all", "participants"]),
    st.sampled_from(["heads", "area", "households"]),
    st.sampled_from([">=", ">"]),
    SHARES,
)


@st.composite
def matters(draw):
    tests = tuple(
        replace(test, population="all") if test.numerator == "participate" else test
        for test in draw(st.lists(TESTS, min_size=1, max_size=4))
    )
    return Matter("plan", "改造方案", "是否同意？", tests)


@st.composite
def evenings(draw, matter=None):
    """A roll of at most nine heads, some papers in."""
    shape = draw(
        st.lists(
            st.tuples(st.integers(1, 9), st.integers(1, 400), st.booleans()),
            min_size=1,
            max_size=12,
        )
    )
    roll = [
        RollUnit(n, head, "1", Decimal(area) / 4, home)
        for n, (head, area, home) in enumerate(shape)
    ]
    answers = {u.unit: draw(CHOICE) for u in roll if draw(st.booleans())}
    return roll, answers, draw(METHODS), matter or draw(matters())


def reached(roll, answers, method, matter, goal):
    outcome = evaluate(matter, tally(roll, answers, method)[WHOLE].counts())
    return outcome.valid if goal == "valid" else outcome.passed


def by_trying(roll, answers, method, matter, goal):
    """The fewest heads whose missing units must agree, by trying every list; None for none."""
    missing = {}
    for unit in roll:
        if unit.unit not in answers:
            missing.setdefault(unit.head, []).append(unit.unit)
    for number in range(len(missing) + 1):
        for heads in combinations(missing, number):
            more = {unit: "agree" for head in heads for unit in missing[head]}
            if reached(roll, answers | more, method, matter, goal):
                return number
    return None


def planned(roll, answers, method, matter, goal):
    count = tally(roll, answers, method)[WHOLE]
    doors = open_doors(roll, {matter.key: answers}, method)
    return plan([Standing(matter, count, method)], doors, goal)


@settings(max_examples=300)
@given(evenings(), st.sampled_from(["valid", "passed"]))
def test_the_list_is_as_short_as_any_list_that_does(evening, goal):
    roll, answers, method, matter = evening
    made = planned(roll, answers, method, matter, goal)
    least = by_trying(roll, answers, method, matter, goal)
    assert made.possible == (least is not None)
    if least is None:
        return
    assert len(made.doors) == least
    more = {unit: "agree" for door in made.doors for unit in door.units}
    assert reached(roll, answers | more, method, matter, goal)


@settings(max_examples=100)
@given(evenings(DOUBLE))
def test_whoever_is_on_the_list_is_there_once_with_all_homes_not_yet_answered(evening):
    roll, answers, method, matter = evening
    made = planned(roll, answers, method, matter, "passed")
    heads = [door.head for door in made.doors]
    assert len(heads) == len(set(heads))
    for door in made.doors:
        homes = {u.unit for u in roll if u.head == door.head and u.unit not in answers}
        assert set(door.units) == homes
    areas = [door.area for door in made.doors]
    assert areas == sorted(areas, reverse=True)


def test_two_matters_are_served_by_one_list():
    roll = [RollUnit(n, n, "1", Decimal(100)) for n in range(9)]
    answers = {0: "agree"}
    strict = Matter(
        "fund", "筹集维修资金", "", (ConsentTest("agree", "all", "heads", ">=", Fraction(8, 9)),)
    )
    method = Method()
    count = tally(roll, answers, method)[WHOLE]
    doors = open_doors(roll, {"plan": answers, "fund": answers}, method)
    both = plan([Standing(DOUBLE, count, method), Standing(strict, count, method)], doors, "passed")
    assert len(both.doors) == 7
    assert len(plan([Standing(DOUBLE, count, method)], doors, "passed").doors) == 5


def test_a_company_with_many_homes_is_one_door():
    roll = [RollUnit(n, 1 if n < 4 else n, "1", Decimal(80)) for n in range(12)]
    made = planned(roll, {}, Method(), DOUBLE, "valid")
    assert made.doors[0].head == 1
    assert made.doors[0].area == Decimal(320)
    assert len(made.doors) == 6


def test_the_boundary_of_403_owners_is_269_doors_and_no_fewer():
    roll = [RollUnit(n, n, "1", Decimal("66.67")) for n in range(403)]
    assert len(planned(roll, {}, Method(), DOUBLE, "valid").doors) == 269


def test_a_shut_door_has_a_next_one():
    roll = [RollUnit(n, n, "1", Decimal(50 + n)) for n in range(10)]
    count = tally(roll, {}, Method())[WHOLE]
    doors = open_doors(roll, {"plan": {}}, Method())
    made = plan([Standing(DOUBLE, count, Method())], doors, "valid")
    spare = reserve(doors, made, 2)
    assert [door.area for door in spare] == [Decimal(52), Decimal(51)]
    assert not {door.head for door in spare} & {door.head for door in made.doors}


def test_when_too_many_have_refused_no_list_is_offered():
    roll = [RollUnit(n, n, "1", Decimal(80)) for n in range(8)]
    answers = dict.fromkeys(range(4), "against")
    assert not planned(roll, answers, Method(), DOUBLE, "passed").possible
    assert planned(roll, answers, Method(), DOUBLE, "valid").possible

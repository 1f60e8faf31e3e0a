"""The count: exact, order does not matter, a yes never harms, buildings add up."""

import random
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.parts import WHOLE, RollUnit
from approvals.rules.tally import FIELDS, Count, Method, change, tally
from policies.rules.consent import evaluate
from policies.rules.model import ConsentTest, Counting, Matter
from tests.approvals.reference import recount

CHOICE = st.sampled_from(["agree", "against", "abstain", "invalid"])
AREA = st.integers(1, 30_000).map(lambda cents: Decimal(cents).scaleb(-2))
COUNTED = st.sampled_from(["absent", "participates", "agrees"])
COUNTINGS = st.builds(
    Counting,
    missing=COUNTED,
    abstain=COUNTED,
    invalid=st.sampled_from(["absent", "participates"]),
)
METHODS = st.builds(
    lambda counting, mixed: Method.of(SimpleNamespace(counting=counting, mixed_head=mixed)),
    COUNTINGS,
    st.sampled_from(["undecided", "against", "agree_if_all"]),
)
DOUBLE = Matter(
    "plan",
    "改造方案",
    "是否同意？",
    tuple(
        ConsentTest(numerator, population, measure, ">=", share)
        for numerator, population, share in (
            ("participate", "all", Fraction(2, 3)),
            ("agree", "participants", Fraction(3, 4)),
        )
        for measure in ("heads", "area")
    ),
)


@st.composite
def rolls(draw):
    shape = draw(
        st.lists(
            st.tuples(st.integers(1, 8), st.sampled_from(["1", "2", "3"]), AREA, st.booleans()),
            min_size=1,
            max_size=24,
        )
    )
    return [
        RollUnit(n, head, building, area, home)
        for n, (head, building, area, home) in enumerate(shape)
    ]


@st.composite
def counted(draw):
    roll = draw(rolls())
    answers = {u.unit: draw(CHOICE) for u in roll if draw(st.booleans())}
    return roll, answers, draw(METHODS)


def as_dict(count):
    return {name: getattr(count, name) for name in FIELDS}


@given(counted())
def test_the_count_equals_a_slow_count_written_another_way(case):
    roll, answers, method = case
    result = tally(roll, answers, method)
    for scope, count in result.items():
        assert as_dict(count) == recount(roll, answers, method, scope)


@given(counted(), st.randoms(use_true_random=False))
def test_the_order_of_roll_and_papers_does_not_matter(case, chance):
    roll, answers, method = case
    shuffled = list(roll)
    chance.shuffle(shuffled)
    papers = list(answers.items())
    chance.shuffle(papers)
    assert tally(shuffled, dict(papers), method) == tally(roll, answers, method)


@given(counted())
def test_units_and_areas_of_the_buildings_add_up_to_the_whole(case):
    roll, answers, method = case
    result = tally(roll, answers, method)
    whole = result.pop(WHOLE)
    for name in FIELDS:
        parts = sum(getattr(count, name) for count in result.values())
        if name in {"all_heads", "participating_heads"}:  # one owner may live in two buildings
            assert parts >= getattr(whole, name)
        elif not name.endswith("_heads"):
            assert parts == getattr(whole, name)


@given(counted())
def test_one_more_yes_never_turns_passed_into_failed(case):
    roll, answers, method = case
    before = evaluate(DOUBLE, tally(roll, answers, method)[WHOLE].counts())
    for unit in roll:
        if answers.get(unit.unit) != "agree":
            after = tally(roll, answers | {unit.unit: "agree"}, method)
            outcome = evaluate(DOUBLE, after[WHOLE].counts())
            assert not (before.passed and not outcome.passed)
            assert not (before.valid and not outcome.valid)


@given(counted(), st.data())
def test_paper_by_paper_equals_a_full_recount(case, data):
    roll, answers, method = case
    running = tally(roll, {}, method)
    done = {}
    order = data.draw(st.permutations(sorted(answers)))
    for unit_id in order:
        head = next(u.head for u in roll if u.unit == unit_id)
        mates = [u for u in roll if u.head == head]
        after = done | {unit_id: answers[unit_id]}
        for scope, delta in change(mates, done, after, method).items():
            running[scope] = running[scope] + delta
        done = after
    assert running == tally(roll, answers, method)


@given(counted())
def test_a_count_survives_being_stored_as_text(case):
    roll, answers, method = case
    count = tally(roll, answers, method)[WHOLE]
    assert Count.from_text(count.as_text()) == count


def roll_of(*heads):
    """Each argument is one head's list of (building, area)."""
    units, number = [], 0
    for head, homes in enumerate(heads):
        for building, area in homes:
            units.append(RollUnit(number, head, building, Decimal(area)))
            number += 1
    return units


def test_a_company_with_five_homes_is_one_head_and_five_areas():
    roll = roll_of([("1", "100")] * 5, [("1", "80")])
    count = tally(roll, dict.fromkeys(range(6), "agree"), Method())[WHOLE]
    assert (count.agree_units, count.agree_heads, count.agree_area) == (6, 2, Decimal(580))


@pytest.mark.parametrize(
    ("rule", "against", "mixed", "agree"),
    [("undecided", 0, 1, 0), ("against", 1, 0, 0), ("agree_if_all", 0, 1, 0)],
)
def test_a_head_whose_homes_differ_follows_the_policys_rule(rule, against, mixed, agree):
    roll = roll_of([("1", "100"), ("2", "50")])
    count = tally(roll, {0: "agree", 1: "against"}, Method(mixed_head=rule))[WHOLE]
    assert count.participating_heads == 1
    assert (count.against_heads, count.mixed_heads, count.agree_heads) == (against, mixed, agree)
    assert (count.agree_area, count.against_area) == (Decimal(100), Decimal(50))


def test_agree_if_all_waits_for_the_heads_last_home():
    roll = roll_of([("1", "100"), ("1", "50")])
    method = Method(mixed_head="agree_if_all")
    assert tally(roll, {0: "agree"}, method)[WHOLE].agree_heads == 0
    assert tally(roll, {0: "agree", 1: "agree"}, method)[WHOLE].agree_heads == 1


def test_abstaining_takes_part_and_invalid_does_not():
    roll = roll_of([("1", "100")], [("1", "90")], [("1", "80")])
    count = tally(roll, {0: "abstain", 1: "invalid"}, Method())[WHOLE]
    assert (count.returned_units, count.participating_heads) == (2, 1)
    assert (count.participating_area, count.missing_units) == (Decimal(100), 1)


def test_an_answer_from_nobody_on_the_roll_is_an_error():
    with pytest.raises(ValueError, match="not on the roll"):
        tally(roll_of([("1", "10")]), {7: "agree"}, Method())


def drawn(heads, area, agree_heads, agree_area):
    """`heads` participants of 120 with the exact areas of the worked case."""
    agree = roll_of(*[[("1", Decimal(agree_area) / 1)]] + [[("1", "0")]] * (agree_heads - 1))
    rest = heads - agree_heads
    units = list(agree)
    for n in range(rest):
        size = Decimal(area) - Decimal(agree_area) if n == 0 else Decimal(0)
        units.append(RollUnit(1000 + n, 1000 + n, "1", size))
    left = 120 - heads
    for n in range(left):
        size = Decimal("9600.00") - Decimal(area) if n == 0 else Decimal(0)
        units.append(RollUnit(5000 + n, 5000 + n, "1", size))
    answers = {u.unit: "agree" for u in agree}
    answers |= {u.unit: "against" for u in units if 1000 <= u.unit < 5000}
    return evaluate(DOUBLE, tally(units, answers, Method())[WHOLE].counts())


@pytest.mark.parametrize(
    ("heads", "area", "valid"),
    [(80, "6400.00", True), (79, "7000", False), (80, "6399.99", False)],
)
def test_yueqing_turnout_needs_both_heads_and_area(heads, area, valid):
    assert drawn(heads, area, heads - 1, area).valid is valid


@pytest.mark.parametrize(
    ("agree", "area", "passed"),
    [(67, "5400", False), (68, "5324.99", False), (68, "5325.00", True)],
)
def test_yueqing_agreement_needs_three_quarters_of_those_taking_part(agree, area, passed):
    assert drawn(90, "7100.00", agree, area).passed is passed


@pytest.mark.parametrize(
    ("heads", "turnout", "agree"), [(403, 269, 202), (25, 17, 13), (24, 16, 12), (36, 24, 18)]
)
def test_boundary_figures_of_the_civil_code(heads, turnout, agree):
    roll = roll_of(*[[("1", "10")]] * heads)

    def outcome(part, yes):
        answers = {n: "agree" if n < yes else "against" for n in range(part)}
        return evaluate(DOUBLE, tally(roll, answers, Method())[WHOLE].counts())

    assert outcome(turnout, agree).passed
    assert not outcome(turnout, agree - 1).passed
    assert outcome(turnout, agree - 1).valid
    assert not outcome(turnout - 1, turnout - 1).valid


def test_a_large_roll_is_counted_in_any_order():
    chance = random.Random(7)  # noqa: S311  a fixed sample
    roll = [
        RollUnit(
            n,
            chance.randrange(900),
            str(chance.randrange(9)),
            Decimal(chance.randrange(9999)) / 100,
        )
        for n in range(1216)
    ]
    answers = {
        u.unit: chance.choice(["agree", "against", "abstain", "invalid"])
        for u in roll
        if chance.random() < 0.8
    }
    for scope, count in tally(roll, answers, Method()).items():
        assert as_dict(count) == recount(roll, answers, Method(), scope)

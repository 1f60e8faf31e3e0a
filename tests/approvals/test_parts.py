"""Parts of a roll: each building, entrance and group of owners is counted by itself, exactly."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.rules.parts import APART, MEMBER, PLAIN, WHOLE, Asked, Part, RollUnit
from approvals.rules.tally import Method, change, tally
from tests.approvals.reference import inside, recount
from tests.approvals.test_tally_rules import AREA, CHOICE, METHODS, as_dict

COMMUNITIES = ("", "安乐东", "安乐西")
SCOPES = ("community", "building", "entrance")
KINDS = [(group, scope) for group in ("owners", "paying", "affected") for scope in SCOPES]
GROUPED = st.sampled_from([frozenset(), frozenset({"lift"}), frozenset({"lift", "roof"})])


@st.composite
def asked_of_a_roll(draw):
    """A roll with entrances, payers and affected homes; papers; what a matter asks about."""
    unit = st.builds(
        RollUnit,
        unit=st.just(0),
        head=st.integers(1, 8),
        building=st.sampled_from(["1", "2"]),
        area=AREA,
        home=st.booleans(),
        entrance=st.sampled_from(["", "1", "2"]),
        paying=GROUPED,
        affected=GROUPED,
        community=st.sampled_from(COMMUNITIES),
    )
    drawn = draw(st.lists(unit, min_size=1, max_size=20))
    roll = [numbered(one, n) for n, one in enumerate(drawn)]
    answers = {u.unit: draw(CHOICE) for u in roll if draw(st.booleans())}
    kinds = frozenset(draw(st.lists(st.sampled_from(KINDS), max_size=6)))
    return roll, answers, draw(METHODS), Asked("lift", PLAIN | kinds)


def numbered(unit, number):
    values = {name: getattr(unit, name) for name in RollUnit.__slots__}
    return RollUnit(**values | {"unit": number})


@settings(max_examples=150)
@given(asked_of_a_roll())
def test_every_part_equals_a_slow_count_of_the_units_inside(case):
    roll, answers, method, asked = case
    for part, count in tally(roll, answers, method, asked).items():
        assert as_dict(count) == recount(roll, answers, method, part, "lift")


@settings(max_examples=100)
@given(asked_of_a_roll())
def test_there_is_a_part_for_each_place_that_holds_a_unit_and_no_other(case):
    roll, answers, method, asked = case
    found = set(tally(roll, answers, method, asked))
    assert WHOLE in found
    communities = {Part(community=u.community) for u in roll if u.community}
    assert {part for part in found if part.community} == communities
    for group, scope in asked.kinds - {("owners", MEMBER)}:
        buildings = {"" if scope == "community" else u.building for u in roll}
        stairs = {u.entrance or APART for u in roll} if scope == "entrance" else {""}
        places = {Part(building, stair, group) for building in buildings for stair in stairs}
        held = {part for part in places if any(inside(u, part, "lift") for u in roll)}
        assert found & places - {WHOLE} == held - {WHOLE}


@settings(max_examples=100)
@given(asked_of_a_roll(), st.data())
def test_paper_by_paper_every_part_equals_a_full_recount(case, data):
    roll, answers, method, asked = case
    running, done = tally(roll, {}, method, asked), {}
    for unit_id in data.draw(st.permutations(sorted(answers))):
        mates = [u for u in roll if u.head == roll[unit_id].head]
        after = done | {unit_id: answers[unit_id]}
        for part, delta in change(mates, done, after, method, asked).items():
            running[part] = running[part] + delta
        done = after
    assert running == tally(roll, answers, method, asked)


def test_an_owner_of_homes_on_two_stairs_is_one_head_on_each():
    roll = [
        RollUnit(1, 7, "3", Decimal(80), entrance="1"),
        RollUnit(2, 7, "3", Decimal(90), entrance="2"),
        RollUnit(3, 8, "3", Decimal(70), entrance="2"),
    ]
    counts = tally(roll, {1: "agree"}, Method(), Asked("lift", PLAIN | {("owners", "entrance")}))
    first, second = counts[Part("3", "1")], counts[Part("3", "2")]
    assert (first.all_heads, first.agree_heads, first.agree_area) == (1, 1, Decimal(80))
    assert (second.all_heads, second.agree_heads) == (2, 0)
    assert counts[WHOLE].all_heads == 2


def test_a_part_is_said_as_the_clerk_says_it():
    assert Part("3", "2").words == "3 号楼 2 单元"
    assert Part("3", APART).words == "3 号楼（不分单元）"
    assert Part("3", "2", "paying").label == "3 号楼 2 单元出资业主"
    assert (WHOLE.words, WHOLE.label) == ("", "小区")

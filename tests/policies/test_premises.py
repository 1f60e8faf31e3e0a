"""Premises know three answers, and a missing fact is never a default."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.rules.fact_values import FactValue
from policies.rules.fact_words import FactKind
from policies.rules.model import ItemList, OwnFact, Premise, Terms, Track
from policies.rules.premises import Known, impossible, qualify, weigh
from tests.factories.policies import parsed

MODES = {"epc": "设计施工总承包", "separate": "分别发包", "ppp": "社会资本合作"}
KINDS = {
    "small": FactKind("small", "规模小", "", "bool", "own"),
    "cost": FactKind("cost", "总投资", "元", "money", "own"),
    "mode": FactKind("mode", "实施方式", "", "word", "own", words=MODES),
    "done_on": FactKind("done_on", "完成日", "", "date", "own"),
}
LISTS = {"exempt": ItemList("exempt", "豁免", frozenset({"a", "b"}))}
TERMS = Terms({key: OwnFact(kind, "street") for key, kind in KINDS.items()}, {}, LISTS)
VALUES = {
    "small": st.booleans(),
    "cost": st.integers(0, 500).map(lambda n: Decimal(n) / 100),
    "mode": st.sampled_from(sorted(MODES)),
    "done_on": st.dates(date(2024, 1, 1), date(2024, 1, 20)),
}
TEXT = {"small": lambda v: "true" if v else "false", "done_on": lambda v: v.isoformat()}


@st.composite
def premise(draw):
    if draw(st.integers(0, 4)) == 0:
        side = draw(st.sampled_from(["within", "outside"]))
        return Premise(**{side: "exempt"}, holds=draw(st.booleans()))
    key = draw(st.sampled_from(sorted(KINDS)))
    size = 3 if key == "mode" else 1
    values = draw(st.lists(VALUES[key], min_size=1, max_size=size, unique=True))
    signs = ["="] if key in {"small", "mode"} else ["=", ">=", ">", "<=", "<"]
    shown = TEXT.get(key, str)
    return Premise(
        key,
        operator=draw(st.sampled_from(signs)),
        values=tuple(shown(value) for value in values),
        holds=draw(st.booleans()),
    )


@st.composite
def known(draw):
    facts = {
        (key, ""): FactValue(key, "", draw(VALUES[key])) for key in KINDS if draw(st.booleans())
    }
    items = draw(st.none() | st.frozensets(st.sampled_from("abc")))
    return Known(facts, items)


def slow(premises, given_):
    """Every way to fill what is missing, tried one by one: the answer that all of them agree on."""
    answers = {_plain(one, given_) for one in premises}
    if "no" in answers:
        return False
    return None if "open" in answers else True


def _plain(one, given_):
    if one.within or one.outside:
        if given_.items is None:
            return "open"
        inside = [item in LISTS["exempt"].items for item in given_.items]
        yes = all(inside) if one.within else not any(inside)
        return "yes" if yes == one.holds else "no"
    fact = given_.facts.get((one.fact, ""))
    if fact is None:
        return "open"
    have = TEXT.get(one.fact, str)(fact.value)
    if one.operator == "=":
        same = {
            Decimal(have) == Decimal(v) if one.fact == "cost" else have == v for v in one.values
        }
        yes = True in same
    else:
        left = fact.value if one.fact == "cost" else fact.value.toordinal()
        text = one.values[0]
        right = Decimal(text) if one.fact == "cost" else date.fromisoformat(text).toordinal()
        yes = {">=": left >= right, ">": left > right, "<=": left <= right, "<": left < right}[
            one.operator
        ]
    return "yes" if yes == one.holds else "no"


@given(st.lists(premise(), max_size=5), known())
def test_agrees_with_the_slow_reading(premises, given_):
    found = weigh(tuple(premises), given_, TERMS)
    assert found.holds is slow(premises, given_)
    assert bool(found.missing) is (found.holds is None)
    assert ("尚不能判定：需要“" in found.needs) is (found.holds is None)


@given(st.lists(premise(), max_size=5), known(), st.randoms())
def test_the_order_does_not_matter(premises, given_, random):
    mixed = list(premises)
    random.shuffle(mixed)
    assert weigh(tuple(mixed), given_, TERMS).holds is weigh(tuple(premises), given_, TERMS).holds


@given(st.lists(premise(), min_size=1, max_size=5), known())
def test_learning_more_never_turns_a_decided_answer(premises, given_):
    before = weigh(tuple(premises), given_, TERMS).holds
    more = Known(
        {("cost", ""): FactValue("cost", "", Decimal(1)), **given_.facts},
        given_.items or frozenset(),
    )
    if before is not None and given_.items is not None:
        assert weigh(tuple(premises), more, TERMS).holds is before


@given(st.lists(premise(), min_size=1, max_size=4), known())
def test_what_can_hold_is_never_called_impossible(premises, given_):
    rows = tuple(premises)
    if weigh(rows, given_, TERMS).holds:
        assert impossible(rows, KINDS) == ""


@pytest.mark.parametrize(
    "pair",
    [
        (
            Premise("cost", operator="<", values=("5",)),
            Premise("cost", operator=">=", values=("5",)),
        ),
        (Premise("small", values=("true",)), Premise("small", values=("true",), holds=False)),
        (Premise("mode", values=("epc", "ppp")), Premise("mode", values=("separate",))),
        (Premise(within="exempt"), Premise(within="exempt", holds=False)),
    ],
)
def test_premises_that_contradict_each_other_are_found(pair):
    assert impossible(pair, KINDS)
    assert impossible(pair[:1], KINDS) == ""


def test_where_a_project_lies_answers_what_the_policy_asks_of_its_place():
    [fact] = [one for one in parsed("xinxiang-2020").policy.facts if one.key == "in_centre"]

    assert fact.answer_at("410702001") is True
    assert fact.answer_at("410721") is False
    assert fact.answer_at("4107L1") is None
    assert fact.answer_at("4107L1001") is None


def test_a_question_without_a_place_is_answered_by_nobody_but_people():
    [fact] = [one for one in parsed("xinxiang-2020").policy.facts if one.key == "batch"]

    assert fact.answer_at("410702001") is None


def test_a_test_of_entry_names_what_fails_and_what_is_missing():
    track = Track(
        "fast", "低风险项目", (Premise("small", values=("true",)), Premise("mode", values=("epc",)))
    )
    holds, why = qualify(track, Known(), TERMS)
    assert holds is None
    assert why.sentence == "尚不能判定：需要“规模小”“实施方式”"
    small = {("small", ""): FactValue("small", "", False)}
    holds, why = qualify(track, Known(small), TERMS)
    assert holds is False
    assert why.sentence == "不符合：规模小"

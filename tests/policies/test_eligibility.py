"""Who may be renovated: every reason, never a default, exact at the boundary."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.rules.days import years_after
from policies.rules.eligibility import evaluate
from policies.rules.eligibility_model import (
    AheadCriterion,
    Answer,
    Condition,
    EligibilityRule,
    PlaceCriterion,
    RequiresCriterion,
)
from policies.rules.findings import RANKED
from tests.factories.policies import parsed
from tests.policies.eligibility_reference import slow_answer
from tests.policies.eligibility_strategies import (
    CLAUSES,
    FLAGS,
    criteria,
    facts_of,
    given_facts,
    known,
    rules,
)

YUEQING = parsed("yueqing-2023").policy.eligibility[0]
PLAIN = {
    "place.code": "330382002",
    "place.kind": "street",
    "built.year": 1995,
    "clearance.listed": False,
    "rebuild.planned": False,
    "self_built.mainly": False,
    "urban_village.member": False,
    "expropriation.listed": False,
}


def rule_of(*rows):
    return EligibilityRule("scope", "改造范围", "renovation", rows, clauses=CLAUSES)


@given(rule=rules, values=known())
def test_agrees_with_trying_every_completion(rule, values):
    assert evaluate(rule, facts_of(values)).answer is slow_answer(rule, values)


@given(rule=rules, values=known(), random=st.randoms())
def test_the_order_of_criteria_does_not_matter(rule, values, random):
    rows = list(rule.criteria)
    random.shuffle(rows)
    one = evaluate(rule, facts_of(values))
    other = evaluate(replace(rule, criteria=tuple(rows)), facts_of(values))
    assert one.answer is other.answer
    assert set(one.missing) == set(other.missing)
    assert sorted(one.reasons) == sorted(other.reasons)


@given(rule=rules, more=criteria, values=known())
def test_one_more_criterion_never_improves_the_answer(rule, more, values):
    before = evaluate(rule, facts_of(values)).answer
    after = evaluate(replace(rule, criteria=(*rule.criteria, more)), facts_of(values)).answer
    assert RANKED.index(after) <= RANKED.index(before)


@given(rule=rules, values=known())
def test_every_criterion_that_is_no_yes_gives_its_reason_and_its_clause(rule, values):
    outcome = evaluate(rule, facts_of(values))
    wanting = [one for one in outcome.findings if one.answer is not Answer.ELIGIBLE]
    assert len(outcome.reasons) == len(wanting)
    for one in wanting:
        assert one.sentence in outcome.explanation.sentence
        assert one.clauses
    assert [child.title for child in outcome.explanation.children] == [
        one.name for one in rule.criteria
    ]


@given(rule=rules, values=known())
def test_unknown_and_only_unknown_names_what_it_needs(rule, values):
    for one in evaluate(rule, facts_of(values)).findings:
        assert ("尚不能判定：需要“" in one.sentence) == bool(one.missing)
        if one.answer is Answer.UNKNOWN:
            assert one.missing
            assert all(key not in facts_of(values) for key in one.missing)


@given(rule=rules, values=known(), more=st.dictionaries(st.sampled_from(FLAGS), st.booleans()))
def test_a_definite_answer_stands_whatever_facts_come(rule, values, more):
    before = evaluate(rule, facts_of(values))
    after = evaluate(rule, facts_of(more | values))
    if before.answer is Answer.EXCLUDED or not before.missing:
        assert after.answer is before.answer


def test_all_facts_given_and_good_is_a_plain_yes():
    outcome = evaluate(YUEQING, facts_of(PLAIN))
    assert outcome.answer is Answer.ELIGIBLE
    assert outcome.explanation.sentence == "4 项标准全部满足，符合“改造范围”。"


@pytest.mark.parametrize("left_out", sorted(set(PLAIN) - {"place.kind"}))
def test_each_missing_fact_is_named(left_out):
    values = {key: value for key, value in PLAIN.items() if key != left_out}
    if left_out == "place.code":
        values["place.kind"] = "township"
    outcome = evaluate(YUEQING, facts_of(values))
    assert outcome.answer is Answer.UNKNOWN
    assert outcome.missing == ((left_out, ""),)
    assert "尚不能判定：需要“" in outcome.explanation.sentence


def test_a_later_building_falls_short_in_words():
    late = PLAIN | {
        "built.year": 2003,
        "functions.lacking": True,
        "facilities.lacking": False,
        "management.lacking": True,
        "will.strong": False,
    }
    outcome = evaluate(YUEQING, facts_of(late))
    assert outcome.answer is Answer.EXCLUDED
    assert outcome.explanation.sentence == (
        "不符合。建成时间：2003 年建成，属“其后建成的须功能、配套、物业都欠缺且居民意愿强烈”"
        "（2001 年及以后），但配套设施不完备：否，要求 是；居民改造意愿强烈：否，要求 是。"
    )


def test_a_year_cut_by_a_boundary_asks_for_the_day():
    built = YUEQING.criteria[1]
    early, later = built.windows
    cut = replace(
        built,
        windows=(
            replace(early, last=date(2000, 6, 30)),
            replace(later, first=date(2000, 7, 1), provided=(), answer=Answer.EXCLUDED),
        ),
    )
    outcome = evaluate(rule_of(cut), given_facts(built__year=2000))
    assert outcome.answer is Answer.UNKNOWN
    assert outcome.missing == (("built.on", ""),)
    for day, answer in ((30, Answer.ELIGIBLE), (31, Answer.EXCLUDED)):
        month = 6 if day == 30 else 7
        facts = given_facts(built__year=2000, built__on=date(2000, month, min(day, 31)))
        assert evaluate(rule_of(cut), facts).answer is answer


def test_a_year_and_a_day_that_disagree_are_for_the_bureau():
    outcome = evaluate(
        rule_of(YUEQING.criteria[1]), given_facts(built__year=1999, built__on=date(2001, 5, 1))
    )
    assert outcome.answer is Answer.DECIDE
    assert "不一致" in outcome.explanation.sentence


AHEAD = AheadCriterion(
    "ahead",
    "五年内不征收",
    "expropriation.listed",
    "expropriation.planned_on",
    5,
    "application.received_on",
    Answer.EXCLUDED,
    clauses=CLAUSES,
)


@pytest.mark.parametrize(
    ("planned", "answer"),
    [(date(2029, 2, 28), Answer.EXCLUDED), (date(2029, 3, 1), Answer.ELIGIBLE)],
)
def test_five_years_from_a_leap_day_end_on_the_last_of_february(planned, answer):
    facts = facts_of(
        {
            "expropriation.listed": True,
            "expropriation.planned_on": planned,
            "application.received_on": date(2024, 2, 29),
        }
    )
    assert evaluate(rule_of(AHEAD), facts).answer is answer


@given(day=st.dates(date(1980, 1, 1), date(2060, 12, 31)), years=st.integers(1, 30))
def test_the_look_ahead_ends_in_the_same_month_of_its_last_year(day, years):
    last = years_after(day, years)
    assert (last.year, last.month) == (day.year + years, day.month)
    assert last.day == day.day or (day.month, day.day, last.day) == (2, 29, 28)


def test_a_countys_code_does_not_say_which_street():
    place = PlaceCriterion("place", "范围", ("330382001",), (), Answer.EXCLUDED, clauses=CLAUSES)
    assert evaluate(rule_of(place), given_facts(place__code="330382")).answer is Answer.UNKNOWN
    inside, outside = given_facts(place__code="330382001005"), given_facts(place__code="330382002")
    assert evaluate(rule_of(place), inside).answer is Answer.ELIGIBLE
    assert evaluate(rule_of(place), outside).answer is Answer.EXCLUDED


def test_a_share_just_short_is_shown_as_short():
    will = Condition("will.share", ">=", ("80%",))
    row = RequiresCriterion("will", "意愿", "all", (will,), Answer.DECIDE, clauses=CLAUSES)
    outcome = evaluate(rule_of(row), facts_of({"will.share": Fraction(799, 1000)}))
    assert outcome.answer is Answer.DECIDE
    assert "居民同意改造比例：79.9%，要求 ≥ 80%" in outcome.explanation.sentence

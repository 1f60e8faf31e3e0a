"""Who comes first: a total order, stable, every rank explained, ties named, nothing guessed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Refused
from policies.rules.conditions import Book
from policies.rules.ranking import rank
from policies.rules.ranking_model import Candidate
from policies.rules.scoring import score
from tests.factories.policies import parsed
from tests.policies.eligibility_reference import slow_order
from tests.policies.eligibility_strategies import candidates, facts_of, order_of_three

YUEQING = parsed("yueqing-2023").policy.priority
LINQU = parsed("linqu-2024").policy.priority


def book_of(values):
    return Book(facts_of(values))


def rows_of(given):
    return [Candidate(name, name, facts_of(values)) for name, values in given.items()]


def numbers(given):
    return {
        name: {
            "managed": Fraction(values["management.professional"]),
            "funded": values["money.residents_share"],
            "older": Fraction(values["built.year"]),
        }
        for name, values in given.items()
    }


@given(given=candidates, better=st.sampled_from(["high", "low"]))
def test_agrees_with_counting_who_is_before(given, better):
    rule = order_of_three(better)
    found = rank(rule, rows_of(given))
    assert {one.candidate.name: one.rank for one in found.places} == slow_order(
        rule, numbers(given)
    )


@given(given=candidates, random=st.randoms())
def test_the_order_of_the_candidates_does_not_matter(given, random):
    rows = rows_of(given)
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert rank(order_of_three(), rows) == rank(order_of_three(), shuffled)


@given(given=candidates)
def test_each_rank_says_what_put_another_ahead_and_ties_are_named(given):
    found = rank(order_of_three(), rows_of(given))
    assert [one.rank for one in found.places] == sorted(one.rank for one in found.places)
    for one in found.places:
        why = one.explanation
        assert why.result == f"第 {one.rank} 名"
        assert len(why.lines) == 3
        assert why.clauses
        assert ("排在" in why.sentence) == (one.rank > 1)
        assert all(other in why.note and other in why.sentence for other in one.tied)
        same = [each for each in found.places if each.values == one.values]
        assert {each.rank for each in same} == {one.rank}
        assert len(same) == len(one.tied) + 1


@given(given=candidates, left_out=st.sampled_from(["built.year", "money.residents_share"]))
def test_a_candidate_with_a_missing_fact_is_not_ranked_and_the_others_are(given, left_out):
    found = rank(order_of_three(), [*rows_of(given), Candidate("缺", "缺", {})])
    (open_,) = found.unranked
    assert open_.candidate.name == "缺"
    assert {key for key, _ in open_.missing} >= {left_out, "management.professional"}
    assert open_.explanation.sentence.startswith("尚不能判定：需要“")
    assert len(found.places) == len(given)


FIRST = {
    "place.code": "330382001",
    "subsidy.eligible": True,
    "management.professional": True,
    "money.residents_share": Fraction(1),
    "money.full_on": date(2024, 3, 1),
    "score.points@review": Decimal(80),
}


def test_the_day_of_reaching_all_counts_only_for_those_who_have():
    short = FIRST | {"money.residents_share": Fraction(9999, 10000)}
    del short["money.full_on"]
    found = rank(YUEQING, rows_of({"甲": FIRST, "乙": short}))
    assert [one.candidate.name for one in found.places] == ["甲", "乙"]
    words = found.places[1].explanation
    assert "“居民资金到位率”99.99%，低于甲的 100%" in words.sentence
    assert words.lines[3].value == "不适用"


def test_a_share_that_is_not_known_leaves_its_day_open_too():
    unknown = {key: value for key, value in FIRST.items() if not key.startswith("money.")}
    (open_,) = rank(YUEQING, rows_of({"甲": unknown})).unranked
    assert open_.missing == (("money.residents_share", ""),)


def test_scores_are_exact_fractions_and_shown_so():
    marks = score(
        LINQU.scores,
        book_of({"score.points@need": Decimal("80.00"), "score.points@ready": Decimal("80.01")}),
    )
    assert marks.total == Fraction(8000 + 8001, 200)
    assert score(LINQU.scores, Book({})).missing == (
        ("score.points", "need"),
        ("score.points", "ready"),
    )


def test_points_beyond_full_marks_are_refused_all_at_once():
    facts = facts_of({"score.points@need": Decimal("100.01"), "score.points@ready": Decimal(-1)})
    with pytest.raises(Refused) as refusal:
        score(LINQU.scores, Book(facts))
    assert [one.value for one in refusal.value.problems] == ["100.01", "-1"]


def test_nobody_is_ranked_twice():
    with pytest.raises(Refused, match="两次"):
        rank(order_of_three(), [Candidate("a", "甲", {}), Candidate("a", "乙", {})])

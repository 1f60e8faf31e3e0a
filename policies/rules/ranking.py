"""Who comes first: candidates sorted by the policy's criteria in order, each rank explained.

Exact: scores are fractions, dates compare by day. What all criteria leave equal shares its rank and
is named as a tie, never settled by anything the policy does not say. A candidate with a missing
fact is not ranked and every fact it lacks is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from common.errors import Problem, Refused
from common.explanations import Explanation
from policies.rules.conditions import Book, all_hold
from policies.rules.eligibility_model import FactKey
from policies.rules.fact_values import Facts, number
from policies.rules.gates import NO_TERMS
from policies.rules.premise_model import Terms
from policies.rules.priority_model import PriorityRule, RankItem
from policies.rules.ranking_explained import explain_place, explain_unranked
from policies.rules.scoring import Score, score

SCORE = "score"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One community that is ranked; `key` is unique and orders ties on paper."""

    key: str
    name: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate's rank, 1 the first; `tied` names those that share it."""

    rank: int
    candidate: Candidate
    values: Mapping[str, Value]
    tied: tuple[str, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Unranked:
    """A candidate that cannot be ranked yet, and what is missing."""

    candidate: Candidate
    missing: tuple[FactKey, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates: those with a rank in order, those without."""

    places: tuple[Place, ...]
    unranked: tuple[Unranked, ...]

    @property
    def ties(self) -> tuple[tuple[str, ...], ...]:
        """The names that share a rank, group by group."""
        groups = (list(group) for _, group in groupby(self.places, lambda place: place.rank))
        return tuple(
            tuple(place.candidate.name for place in group) for group in groups if len(group) > 1
        )


Value = Fraction | None  # None: the criterion does not apply to this candidate


@dataclass(frozen=True, slots=True)
class _Measured:
    candidate: Candidate
    book: Book
    values: dict[str, Value]
    missing: tuple[FactKey, ...]
    score: Score | None

    def position(self, rule: PriorityRule) -> tuple[tuple[int, Fraction], ...]:
        """Smaller comes first; those to whom a criterion does not apply come after the others."""
        return tuple(_sorted_by(item, self.values[item.key]) for item in rule.items)


def _sorted_by(item: RankItem, value: Value) -> tuple[int, Fraction]:
    if value is None:
        return 1, Fraction(0)
    return 0, -value if item.descending else value


def rank(rule: PriorityRule, candidates: Sequence[Candidate], terms: Terms = NO_TERMS) -> Ranking:
    """Rank all. Raises Refused when a key comes twice or a mark exceeds its full marks."""
    keys = [one.key for one in candidates]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise Refused(
            [Problem("同一小区列了两次", code="candidate_twice", value=key) for key in twice]
        )
    names = {item.key: item.name for item in rule.scores}
    measured = [_measure(rule, one, Book(one.facts, terms, names)) for one in candidates]
    complete = [one for one in measured if not one.missing]
    complete.sort(key=lambda one: (one.position(rule), one.candidate.key))
    unranked = tuple(
        Unranked(
            one.candidate,
            one.missing,
            explain_unranked(rule, one.candidate.name, one.book.needs(one.missing)),
        )
        for one in measured
        if one.missing
    )
    return Ranking(_places(rule, complete), unranked)


def _places(rule: PriorityRule, ordered: list[_Measured]) -> tuple[Place, ...]:
    places: list[Place] = []
    ahead: _Measured | None = None
    for _, group in groupby(ordered, lambda one: one.position(rule)):
        members = list(group)
        number_ = len(places) + 1
        for one in members:
            others = tuple(
                each.candidate.name for each in members if each.candidate is not one.candidate
            )
            explained = explain_place(
                rule,
                number_,
                (one.candidate.name, one.book, one.values),
                (ahead.candidate.name, ahead.book, ahead.values) if ahead else None,
                others,
                one.score,
            )
            places.append(Place(number_, one.candidate, one.values, others, explained))
        ahead = members[-1]
    return tuple(places)


def _measure(rule: PriorityRule, candidate: Candidate, book: Book) -> _Measured:
    values: dict[str, Value] = {}
    missing: list[FactKey] = []
    marks = score(rule.scores, book) if rule.scores else None
    for item in rule.items:
        value, lacks = _value(item, book, marks)
        missing += lacks
        values[item.key] = value
    return _Measured(candidate, book, values, tuple(dict.fromkeys(missing)), marks)


def _value(item: RankItem, book: Book, marks: Score | None) -> tuple[Value, Sequence[FactKey]]:
    tests = [book.judge(condition) for condition in item.conditions]
    applies = all_hold(tests)
    if applies is None:
        return None, [test.key for test in tests if test.holds is None]
    if item.better == "meets":
        return Fraction(applies), ()
    if not applies:
        return None, ()
    if item.fact != SCORE:
        fact = book.get((item.fact, ""))
        return (number(fact.value), ()) if fact else (None, [(item.fact, "")])
    if marks is None:
        raise ValueError("a score needs its parts")
    return marks.total, marks.missing

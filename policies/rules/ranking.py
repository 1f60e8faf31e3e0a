"""Who comes first: candidates sorted by the policy's criteria in order, each rank explained.

Exact: scores are fractions, dates compare by day. What all criteria leave equal shares its rank and
is named as a tie, never settled by anything the policy does not say. A candidate with a missing
fact is not ranked and every fact it lacks is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from common.errors import Problem, Refused
from policies.rules.conditions import Book
from policies.rules.gates import NO_TERMS
from policies.rules.measuring import Measured, measure
from policies.rules.premise_model import Terms
from policies.rules.priority_model import PriorityRule
from policies.rules.ranking_explained import explain_place, explain_unranked
from policies.rules.ranking_model import Candidate, Place, Ranking, Unranked


def rank(rule: PriorityRule, candidates: Sequence[Candidate], terms: Terms = NO_TERMS) -> Ranking:
    """Rank all. Raises Refused when a key comes twice or a mark exceeds its full marks."""
    keys = [one.key for one in candidates]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise Refused(
            [Problem("同一小区列了两次", code="candidate_twice", value=key) for key in twice]
        )
    names = {item.key: item.name for item in rule.scores}
    measured = [measure(rule, one, Book(one.facts, terms, names)) for one in candidates]
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


def _places(rule: PriorityRule, ordered: list[Measured]) -> tuple[Place, ...]:
    places: list[Place] = []
    ahead: Measured | None = None
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

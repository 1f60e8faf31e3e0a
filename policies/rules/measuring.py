"""A candidate measured by every criterion of a ranking, in the order in which they sort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from policies.rules.conditions import Book, all_hold
from policies.rules.eligibility_model import FactKey
from policies.rules.fact_values import number
from policies.rules.priority_model import PriorityRule, RankItem
from policies.rules.ranking_model import Candidate, Value
from policies.rules.scoring import Score, score

SCORE = "score"


@dataclass(frozen=True, slots=True)
class Measured:
    """A candidate with its value by criterion; `missing` keeps it without a place."""

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


def measure(rule: PriorityRule, candidate: Candidate, book: Book) -> Measured:
    """Every criterion of the rule held against one candidate's facts."""
    values: dict[str, Value] = {}
    missing: list[FactKey] = []
    marks = score(rule.scores, book) if rule.scores else None
    for item in rule.items:
        value, lacks = _value(item, book, marks)
        missing += lacks
        values[item.key] = value
    return Measured(candidate, book, values, tuple(dict.fromkeys(missing)), marks)


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

"""The weighted score of a candidate, an exact fraction of 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.errors import Problem, Refused
from policies.rules.conditions import Book, all_hold
from policies.rules.eligibility_model import FactKey
from policies.rules.fact_values import number
from policies.rules.priority_model import ScoreItem

POINTS = "score.points"


@dataclass(frozen=True, slots=True)
class Marks:
    """One part: its points and what they come to, weighted, of 100."""

    item: ScoreItem
    points: Decimal
    weighted: Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """All parts that could be marked, their sum (None while a fact is missing), what is missing."""

    parts: tuple[Marks, ...]
    total: Fraction | None
    missing: tuple[FactKey, ...]


def score(items: Sequence[ScoreItem], book: Book) -> Score:
    """Mark every part. Raises Refused for points below 0 or above full marks, all at once."""
    parts, missing, problems = [], [], []
    for item in items:
        points, lacks = _banded(item, book) if item.bands else _given(item, book)
        missing += lacks
        if points is None:
            continue
        if not 0 <= points <= item.full:
            problems.append(
                Problem(
                    f"“{item.name}”得分超出范围",
                    code="points",
                    value=str(points),
                    expected=f"0 到 {item.full}",
                )
            )
        parts.append(
            Marks(item, points, item.weight * Fraction(points) / Fraction(item.full) * 100)
        )
    if problems:
        raise Refused(problems)
    total = None if missing else sum((one.weighted for one in parts), Fraction(0))
    return Score(tuple(parts), total, tuple(dict.fromkeys(missing)))


def _banded(item: ScoreItem, book: Book) -> tuple[Decimal | None, list[FactKey]]:
    """The first band that holds; one that may hold and lacks a fact leaves the rest open."""
    for band in item.bands:
        tests = [book.judge(condition) for condition in band.conditions]
        holds = all_hold(tests)
        if holds:
            return band.points, []
        if holds is None:
            return None, [test.key for test in tests if test.holds is None]
    return item.otherwise, []


def _given(item: ScoreItem, book: Book) -> tuple[Decimal | None, list[FactKey]]:
    key = (POINTS, item.key)
    fact = book.get(key)
    if fact is None:
        return None, [key]
    points = number(fact.value)
    return Decimal(points.numerator) / Decimal(points.denominator), []

"""What a ranking is made of: candidates, places, those without one, ties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from common.explanations import Explanation
from policies.rules.eligibility_model import FactKey
from policies.rules.fact_values import Facts


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

"""Who comes first among candidates, as a policy states it: criteria in order, and scores."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from policies.rules.eligibility_model import Condition
from policies.rules.procedure_model import Clauses

Better = Literal["meets", "high", "low", "early", "late"]


@dataclass(frozen=True, slots=True)
class Band:
    """So many points where all conditions hold; bands are tried from the top."""

    points: Decimal
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """A part of the score: its weight, full marks, and where its points come from.

    With `bands` they follow from facts (`otherwise` where none holds), else somebody gives them:
    the fact `score.points` scoped by the item's key, `given_by` naming the unit.
    """

    key: str
    name: str
    weight: Fraction
    full: Decimal
    bands: tuple[Band, ...] = ()
    otherwise: Decimal = Decimal(0)
    given_by: str = ""
    says: str = ""
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class RankItem:
    """One criterion of the order: all conditions met comes first, or a fact's value, or the score.

    `order` is its place, 1 before 2. `fact` is a fact key, or "score" for the weighted score. A
    value is compared among those that meet `conditions`; the others come after them as equals.
    """

    key: str
    name: str
    order: int
    better: Better
    fact: str = ""
    conditions: tuple[Condition, ...] = ()
    says: str = ""
    clauses: Clauses = ()

    @property
    def descending(self) -> bool:
        """Whether the greater value comes first."""
        return self.better in {"meets", "high", "late"}


@dataclass(frozen=True, slots=True)
class PriorityRule:
    """The order of candidates; what all items leave equal is a tie, and named as one."""

    key: str
    name: str
    items: tuple[RankItem, ...]
    scores: tuple[ScoreItem, ...] = ()
    says: str = ""
    clauses: Clauses = ()

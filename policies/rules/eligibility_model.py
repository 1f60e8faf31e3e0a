"""Who may be renovated, how much of a plan a kind may take, and who comes first, as stated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from policies.rules.fact_words import BUILT_ON, BUILT_YEAR, PLACE_CODE, PLACE_KIND
from policies.rules.procedure_model import Clauses

FactKey = tuple[str, str]  # fact key and what it is scoped to


class Answer(StrEnum):
    """What a criterion or a whole rule says. `decide`: the text leaves it to the bureau.

    `unknown`: a fact is missing; it is told apart from `decide`, which has all its facts.
    """

    EXCLUDED = "excluded"
    UNKNOWN = "unknown"
    DECIDE = "decide"
    ELIGIBLE = "eligible"


ANSWER_LABELS: dict[Answer, str] = {
    Answer.EXCLUDED: "不符合",
    Answer.UNKNOWN: "尚不能判定",
    Answer.DECIDE: "需裁定",
    Answer.ELIGIBLE: "符合",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact compared with exact values: `=` any of them, `under` a code inside any of them."""

    fact: str
    operator: Literal["=", ">=", ">", "<=", "<", "under"]
    values: tuple[str, ...]
    scope: str = ""
    says: str = ""
    clauses: Clauses = ()

    @property
    def reads(self) -> FactKey:
        """The fact it reads."""
        return self.fact, self.scope


@dataclass(frozen=True, slots=True)
class Window:
    """Built from `first` to `last`, both included; None is open.

    `answer` holds when every condition of `provided` does, else `otherwise`.
    """

    key: str
    first: date | None
    last: date | None
    answer: Answer
    provided: tuple[Condition, ...] = ()
    otherwise: Answer = Answer.EXCLUDED
    conflict: str = ""
    says: str = ""
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A fact that must not be: true gives `answer` (excluded or decide)."""

    fact: str
    answer: Answer
    says: str
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class PlaceCriterion:
    """Inside one of the areas (codes), or in a place of one of the kinds."""

    key: str
    name: str
    areas: tuple[str, ...]
    kinds: tuple[str, ...]
    otherwise: Answer
    says: str = ""
    clauses: Clauses = ()

    @property
    def reads(self) -> tuple[FactKey, ...]:
        """The facts it may ask for."""
        asked = ((PLACE_CODE, self.areas), (PLACE_KIND, self.kinds))
        return tuple((key, "") for key, named in asked if named)


@dataclass(frozen=True, slots=True)
class BuiltCriterion:
    """Year or day of building; the windows leave no day out and hold no day twice."""

    key: str
    name: str
    windows: tuple[Window, ...]
    says: str = ""
    clauses: Clauses = ()

    @property
    def reads(self) -> tuple[FactKey, ...]:
        """The facts it may ask for."""
        provided = (one.reads for window in self.windows for one in window.provided)
        return ((BUILT_YEAR, ""), (BUILT_ON, ""), *provided)


@dataclass(frozen=True, slots=True)
class RequiresCriterion:
    """All, or any, of the conditions; else `otherwise` (excluded or decide)."""

    key: str
    name: str
    mode: Literal["all", "any"]
    conditions: tuple[Condition, ...]
    otherwise: Answer
    says: str = ""
    clauses: Clauses = ()

    @property
    def reads(self) -> tuple[FactKey, ...]:
        """The facts it may ask for."""
        return tuple(one.reads for one in self.conditions)


@dataclass(frozen=True, slots=True)
class ExclusionsCriterion:
    """Things that must not be, each with its own clause."""

    key: str
    name: str
    rows: tuple[Exclusion, ...]
    says: str = ""
    clauses: Clauses = ()

    @property
    def reads(self) -> tuple[FactKey, ...]:
        """The facts it may ask for."""
        return tuple((row.fact, "") for row in self.rows)


@dataclass(frozen=True, slots=True)
class AheadCriterion:
    """Nothing planned within `years` from the day in `counted_from`.

    `listed` says whether it is planned at all, `planned_on` when. Planned on or before the last
    day of the period gives `answer`.
    """

    key: str
    name: str
    listed: str
    planned_on: str
    years: int
    counted_from: str
    answer: Answer
    conflict: str = ""
    says: str = ""
    clauses: Clauses = ()

    @property
    def reads(self) -> tuple[FactKey, ...]:
        """The facts it may ask for."""
        return ((self.listed, ""), (self.planned_on, ""), (self.counted_from, ""))


Criterion = (
    PlaceCriterion | BuiltCriterion | RequiresCriterion | ExclusionsCriterion | AheadCriterion
)


@dataclass(frozen=True, slots=True)
class EligibilityRule:
    """All criteria must hold. `grants`: what one is eligible for, renovation or money."""

    key: str
    name: str
    grants: Literal["renovation", "money"]
    criteria: tuple[Criterion, ...]
    says: str = ""
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class QuotaRule:
    """Of a whole annual plan, the part that meets all conditions: at most or at least `share`."""

    key: str
    name: str
    counts: Literal["households", "communities", "buildings", "area"]
    conditions: tuple[Condition, ...]
    bound: Literal["at_most", "at_least"]
    share: Fraction
    says: str = ""
    clauses: Clauses = ()

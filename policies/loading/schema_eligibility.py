"""The shape of eligibility, quotas and priority in `policy.yaml`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from policies.loading.shapes import Clause, ClauseList, Exact, Key, Named, Ruled, Shape, Share, Text

Refusal = Literal["excluded", "decide"]
Answer = Literal["eligible", "excluded", "decide"]
Year = Annotated[int, Field(ge=1900, le=2100)]
AreaCode = Annotated[str, Field(pattern=r"^[0-9A-Z]{2,12}$")]


class ConditionShape(Shape):
    """A fact compared with `value`, or with any of `one_of`; a yes-or-no fact is true if silent."""

    fact: str
    scope: str = ""
    operator: Literal["=", ">=", ">", "<=", "<", "under"] = "="
    value: str = ""
    one_of: list[str] = []
    says: str = ""
    clause: list[Clause] = []


class WindowShape(Ruled):
    """A span of building: `from`/`to` include their year or day, `after`/`before` leave it out."""

    key: Key
    from_: date | Year | None = Field(default=None, alias="from")
    after: date | Year | None = None
    to: date | Year | None = None
    before: date | Year | None = None
    answer: Answer
    provided: list[ConditionShape] = []
    otherwise: Refusal = "excluded"
    conflict: str = ""


class ExclusionShape(Shape):
    """A yes-or-no fact that must not be."""

    fact: str
    answer: Refusal = "excluded"
    says: Text
    clause: ClauseList


class PlaceShape(Named, Ruled):
    """Places admitted, by code or by kind."""

    kind: Literal["place"]
    areas: list[AreaCode] = []
    kinds: list[str] = []
    otherwise: Refusal = "excluded"


class BuiltShape(Named, Ruled):
    """Year or day of building."""

    kind: Literal["built"]
    windows: Annotated[list[WindowShape], Field(min_length=1)]


class RequiresShape(Named, Ruled):
    """Conditions, all or any of them."""

    kind: Literal["requires"]
    mode: Literal["all", "any"] = "all"
    conditions: Annotated[list[ConditionShape], Field(min_length=1)]
    otherwise: Refusal = "excluded"


class ExclusionsShape(Named, Ruled):
    """Things that must not be."""

    kind: Literal["exclusions"]
    rows: Annotated[list[ExclusionShape], Field(min_length=1)]


class AheadShape(Named, Ruled):
    """Nothing planned within some years from a named day."""

    kind: Literal["ahead"]
    listed: str
    planned_on: str
    years: Annotated[int, Field(ge=1, le=50)]
    counted_from: str
    answer: Refusal = "excluded"
    conflict: str = ""


CRITERION_KINDS = frozenset({"place", "built", "requires", "exclusions", "ahead"})
CriterionShape = Annotated[
    PlaceShape | BuiltShape | RequiresShape | ExclusionsShape | AheadShape,
    Field(discriminator="kind"),
]


class EligibilityShape(Named, Ruled):
    """Who may be renovated, or who may have the money; all criteria must hold."""

    grants: Literal["renovation", "money"]
    criteria: Annotated[list[CriterionShape], Field(min_length=1)]


class QuotaShape(Named, Ruled):
    """A part of the whole annual plan."""

    counts: Literal["households", "communities", "buildings", "area"]
    conditions: Annotated[list[ConditionShape], Field(min_length=1)]
    at_most: Share | None = None
    at_least: Share | None = None


class BandShape(Shape):
    """Points where all conditions hold."""

    points: Exact
    conditions: Annotated[list[ConditionShape], Field(min_length=1)]


class ScoreShape(Named, Ruled):
    """A part of the score; `bands` with `otherwise`, or `given_by`."""

    weight: Share
    full: Exact = "100"
    bands: list[BandShape] = []
    otherwise: Exact | None = None
    given_by: str = ""


class RankShape(Named, Ruled):
    """One criterion of the order."""

    order: Annotated[int, Field(ge=1)]
    better: Literal["meets", "high", "low", "early", "late"]
    fact: str = ""
    conditions: list[ConditionShape] = []


class PriorityShape(Named, Ruled):
    """Who comes first."""

    items: Annotated[list[RankShape], Field(min_length=1)]
    scores: list[ScoreShape] = []

"""The shape of government money in `policy.yaml`: steps in order, streams, spreads, the fund."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from policies.loading.shapes import Exact, Key, Named, Ruled, Shape, Share, Text

AreaCode = Annotated[str, StringConstraints(pattern=r"^(\d{2}|\d{4}|([0-9A-Z]{3}){2,4})$")]
STEP_KINDS = frozenset({"base", "split", "adjust", "on_time", "reimburse", "tiers", "rest"})


class PlaceTypeShape(Named, Ruled):
    """A type of lower government, by area codes."""

    areas: Annotated[list[AreaCode], Field(min_length=1)]
    undecided: str = ""


class SpanShape(Shape):
    """A span of a tier table: `from` and `to` count in, `over` and `below` do not."""

    from_: Exact | Share | None = Field(alias="from", default=None)
    over: Exact | Share | None = None
    to: Exact | Share | None = None
    below: Exact | Share | None = None


class AmountTierShape(SpanShape):
    """元 for a span."""

    amount: Exact


class ChangeTierShape(SpanShape):
    """A share of a level's money, more or less; neither: nothing changes."""

    adds: Share | None = None
    takes: Share | None = None


class BaseShape(Named, Ruled):
    """The sum to begin with."""

    step: Literal["base"]
    pays: Key
    counts: Literal["actual", "standard"]
    of: Literal["total", "government"] = "total"
    per: Literal["area", "home"] = "area"
    standard: Exact | None = None
    at_least: Exact | None = None
    at_most: Exact | None = None
    overflow_to: str = ""


class SplitRowShape(Shape):
    """Shares of the levels in these types of places; no `places`: everywhere else."""

    places: list[Key] = []
    parts: Annotated[dict[Key, Share], Field(min_length=1)]


class SplitShape(Named, Ruled):
    """Divides what one level has to give among the levels."""

    step: Literal["split"]
    pays: Key
    rows: Annotated[list[SplitRowShape], Field(min_length=1)]


class AdjustShape(Named, Ruled):
    """More or less by the share that residents paid, "0" to "1", or by another measure."""

    step: Literal["adjust"]
    pays: Key
    against: Key
    measure: Key = "residents_paid"
    measure_name: str = ""
    unit: str = ""
    whole: bool = False
    tiers: Annotated[list[ChangeTierShape], Field(min_length=1)]


class UntilShape(Shape):
    """Another last day for a group of projects."""

    group: Key
    name: Text
    until: date


Event = Literal["completed", "accepted", "closed"]


class OnTimeShape(Named, Ruled):
    """A reward that hangs on a deadline."""

    step: Literal["on_time"]
    pays: Key
    of: Key
    share: Share
    counts: Literal["own", "all"]
    event: Event
    places: list[Key] = []
    until: date | None = None
    groups: list[UntilShape] = []
    procedure_step: str = ""


class ReimburseShape(Named, Ruled):
    """A reward for what another payer spent; `share` or `undecided`."""

    step: Literal["reimburse"]
    pays: Key
    of: Key
    event: Event
    share: Share | None = None
    at_most: Share | None = None
    undecided: str = ""
    outside: list[str] = []


class TierStepShape(Named, Ruled):
    """A sum from a table."""

    step: Literal["tiers"]
    pays: Key
    measure: Key
    measure_name: Text
    unit: Text
    whole: bool
    times: str = ""
    tiers: Annotated[list[AmountTierShape], Field(min_length=1)]


class RestShape(Named, Ruled):
    """What streams granted leave of the cost."""

    step: Literal["rest"]
    pays: Key
    of: Literal["total", "government"] = "government"


StepShape = Annotated[
    BaseShape | SplitShape | AdjustShape | OnTimeShape | ReimburseShape | TierStepShape | RestShape,
    Field(discriminator="step"),
]


class LevelShape(Named):
    """A level; without `sources` the source of the same name is its own money."""

    sources: list[str] = []


class GovernmentShape(Named, Ruled):
    """Government money as ordered steps."""

    levels: Annotated[list[LevelShape], Field(min_length=1)]
    places: list[PlaceTypeShape] = []
    steps: Annotated[list[StepShape], Field(min_length=1)]

"""The shape of the division of cost in `policy.yaml`: payers, lines, residents, utilities."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from policies.loading.shapes import Exact, Key, Named, Ruled, Shape, Share

Per = Literal["area", "home"]


class PayerShape(Named):
    """Who may pay."""

    kind: Literal["residents", "government", "social", "utility", "other"]


class LineShape(Named, Ruled):
    """A line of the division; one of `parts`, `choice` and `undecided`."""

    tags: list[str] = []
    levels: list[Key] = []
    parts: dict[Key, Share] = {}
    choice: list[Key] = []
    undecided: str = ""


class CapShape(Ruled):
    """A cap per square metre."""

    payer: Key
    per_area: Exact
    overflow_to: Key


class OverheadShape(Ruled):
    """Where other costs and reserve go."""

    over: list[Key]


class ApportionShape(Ruled):
    """How the residents' sum is divided among homes: no default."""

    by: Literal["area", "home", "building"]


class FlatShape(Named, Ruled):
    """元 per ㎡ or per home on the residents; `relieves` pays as much less."""

    per: Per
    amount: Exact
    relieves: Key


class FloorShape(Ruled):
    """元 that one home pays at least; `relieves` pays as much less."""

    per_home: Exact
    relieves: Key


class CeilingShape(Ruled):
    """元 that one home pays at most; `overflow_to` bears the rest."""

    per_home: Exact
    overflow_to: Key


class RoundingShape(Ruled):
    """Each home's part in whole units of `unit` 元; `difference_to` bears or keeps the rest."""

    unit: Exact
    way: Literal["half_up", "up", "down"]
    difference_to: Key


class ContributionShape(Ruled):
    """A way of paying that counts as paid."""

    key: Key
    at_most: Share | None = None


class DepositShape(Named, Ruled):
    """元 per ㎡ or per home into the maintenance fund, shown apart from project money."""

    per: Per
    amount: Exact


class ResidentsShape(Shape):
    """What lies on the residents beside the lines."""

    flat: list[FlatShape] = []
    floor: FloorShape | None = None
    ceiling: CeilingShape | None = None
    rounding: RoundingShape | None = None
    contributions: list[ContributionShape] = []
    deposit: DepositShape | None = None


class SharesShape(Named, Ruled):
    """Who pays what."""

    payers: Annotated[list[PayerShape], Field(min_length=2)]
    lines: Annotated[list[LineShape], Field(min_length=1)]
    overhead: OverheadShape
    excluded: list[str] = []
    social_lowers: str = ""
    cap: CapShape | None = None
    residents: ResidentsShape = ResidentsShape()
    apportion: ApportionShape


class SegmentShape(Named, Ruled):
    """One stretch of a utility's lines; `parts` or `undecided`."""

    where: Literal["off_site", "red_line", "to_door", "in_home", "drop", "fee", "digging"]
    owner: Literal["any", "company", "others"] = "any"
    tags: Annotated[list[str], Field(min_length=1)]
    parts: dict[Key, Share] = {}
    undecided: str = ""
    builds: str = ""
    owner_after: str = ""
    maintains: str = ""


class UtilityShape(Named, Ruled):
    """A utility by segment."""

    payer: Key
    segments: Annotated[list[SegmentShape], Field(min_length=1)]

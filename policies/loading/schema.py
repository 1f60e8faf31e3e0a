"""The shape of `policy.yaml`: strict, unknown keys refused, exact numbers as text.

`docs/schemas/policy.schema.json` is generated from here. What shapes alone cannot say (references,
reachability, payer holes) is checked in `checks.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from policies.loading.schema_eligibility import EligibilityShape, PriorityShape, QuotaShape
from policies.loading.schema_government import GovernmentShape
from policies.loading.schema_money import SharesShape, UtilityShape
from policies.loading.schema_premises import (
    ChecklistShape,
    ItemListShape,
    ObligationShape,
    OwnFactShape,
    TrackShape,
)
from policies.loading.schema_procedure import (
    AcceptanceShape,
    HandoverShape,
    LimitShape,
    ProcedureShape,
    ReturnShape,
    ReviewShape,
)
from policies.loading.schema_records import FigureShape, RegisterShape, WarrantyShape
from policies.loading.schema_streams import (
    FundShape,
    SpreadShape,
    StreamShape,
    TagShape,
)
from policies.loading.sequences import SequenceShape
from policies.loading.shapes import (
    Clause,
    ClauseList,
    Exact,
    Key,
    Layered,
    Named,
    Number,
    Ruled,
    Shape,
    Share,
    Text,
)


class Effective(Shape):
    """When it is in force; `to` is the last day."""

    from_: date = Field(alias="from")
    to: date | None = None


class UnitShape(Named):
    """A unit of the duty list."""

    kind: Literal[
        "lead", "department", "utility", "district", "street", "neighbourhood", "owners", "other"
    ]
    duty: str = ""
    clause: ClauseList


class LevelShape(Named):
    """A level or an aspect."""

    says: str = ""
    clause: ClauseList


class ItemShape(Shape):
    """One item; its key is made of aspect, level and code. `quantity`: the scheme's own bill."""

    code: Text
    name: Text
    tags: list[str] = []
    must: bool = False
    unit: str = ""
    quantity: Exact | None = None
    clause: list[Clause] = []


class CatalogueShape(Shape):
    """Items of one aspect and level."""

    aspect: Key
    level: Key
    clause: ClauseList
    items: Annotated[list[ItemShape], Field(min_length=1)]


class TestShape(Shape):
    """One threshold."""

    numerator: Literal["participate", "agree"]
    of: Literal["all", "participants", "paying", "affected"]
    scope: Literal["community", "cluster", "building", "entrance"] = "community"
    measures: Annotated[list[Literal["heads", "area", "households"]], Field(min_length=1)]
    operator: Literal[">=", ">"]
    share: Share


class VetoShape(Ruled):
    """No objection of these owners."""

    of: Literal["all", "paying", "affected"]
    scope: Literal["community", "cluster", "building", "entrance"] = "community"


class MatterShape(Named, Ruled):
    """One question."""

    question: Text
    tests: Annotated[list[TestShape], Field(min_length=1)]
    veto: VetoShape | None = None
    decides: Literal["whole", "each"] = "whole"


class CountingShape(Ruled):
    """How papers without a yes or no count."""

    missing: Literal["absent", "participates", "agrees"]
    abstain: Literal["absent", "participates", "agrees"]
    invalid: Literal["absent", "participates"]
    blank: Literal["abstain", "invalid"] = "abstain"
    proxy: Literal["mandate", "refused"] = "mandate"
    proxy_most: Annotated[int, Field(ge=1)] | None = None


class RoundShape(Named, Ruled):
    """A consent round."""

    paper: Text
    summary: Text
    mixed_head: Literal["undecided", "against", "agree_if_all"]
    channels: Annotated[list[str], Field(min_length=1)]
    counting: CountingShape
    second_entry: Literal["none", "check", "blind"] = "none"
    scope: Literal["community", "cluster", "building", "entrance"] = "community"
    cluster_heads: Literal["one", "each"] = "one"
    leaves_out: list[Literal["shop", "garage", "other"]] = []
    matters: Annotated[list[MatterShape], Field(min_length=1)]


class NoticeShape(Named, Ruled):
    """A notice."""

    paper: Text
    length: Annotated[int, Field(ge=1)]
    unit: Literal["working", "calendar"]
    first_day_counted: bool
    open_objections_allowed: bool
    photographs: Annotated[int, Field(ge=0)]
    interrupted: Literal["paused", "restarts"] | None = None
    rounds: list[Key] = []


class TimingShape(Named, Ruled):
    """How days and numbers are counted."""


class ReadingShape(Shape):
    """One reading of a contradiction."""

    key: Key
    text: Text
    effect: str = ""
    clause: ClauseList


class ConflictShape(Shape):
    """A contradiction or a gap."""

    id: Number
    title: Text
    theme: Literal["scope", "consent", "notice", "shares", "contents", "procedure", "figures"]
    readings: Annotated[list[ReadingShape], Field(min_length=2)]
    proposed: Key
    applied: Key
    reason: Text


class PolicyShape(Shape):
    """The whole file."""

    policy: Key
    place: Annotated[str, StringConstraints(pattern=r"^(\d{2}|\d{4}|\d{6})?$")]
    programme: Key
    title: Text
    short: Text
    document: Text
    issued: date | None = None
    effective: Effective
    sources: dict[str, Text]
    wider: dict[Layered, list[Key]] = {}
    supplements: str = ""
    notes: list[Text] = []
    units: list[UnitShape] = []
    levels: list[LevelShape] = []
    aspects: list[LevelShape] = []
    catalogue: list[CatalogueShape] = []
    eligibility: list[EligibilityShape] = []
    quotas: list[QuotaShape] = []
    priority: PriorityShape | None = None
    rounds: list[RoundShape] = []
    notices: list[NoticeShape] = []
    cost_tags: list[TagShape] = []
    shares: SharesShape | None = None
    utilities: list[UtilityShape] = []
    government: GovernmentShape | None = None
    streams: list[StreamShape] = []
    spreads: list[SpreadShape] = []
    fund: FundShape | None = None
    reviews: list[ReviewShape] = []
    acceptance: AcceptanceShape | None = None
    handover: list[HandoverShape] = []
    facts: list[OwnFactShape] = []
    tracks: list[TrackShape] = []
    item_lists: list[ItemListShape] = []
    checklists: list[ChecklistShape] = []
    obligations: list[ObligationShape] = []
    limits: list[LimitShape] = []
    returns: list[ReturnShape] = []
    procedure: ProcedureShape | None = None
    timing: list[TimingShape] = []
    registers: list[RegisterShape] = []
    figures: list[FigureShape] = []
    warranties: list[WarrantyShape] = []
    sequences: list[SequenceShape] = []
    conflicts: list[ConflictShape] = []

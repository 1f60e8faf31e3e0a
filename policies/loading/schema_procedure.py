"""The shape of the procedure in `policy.yaml`: steps, gates, deadlines, reviews, acceptance."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from policies.loading.schema_premises import PremiseList, PremiseShape
from policies.loading.shapes import Clause, ClauseList, Key, Named, Ruled, Shape, Text


class PartyShape(Named):
    """A party of a review or acceptance."""

    unit: Key
    required: bool = True


class ReviewShape(Named, Ruled):
    """A joint review."""

    paper: Text
    parties: Annotated[list[PartyShape], Field(min_length=1)]


class AcceptanceShape(Named, Ruled):
    """The joint acceptance."""

    paper: Text
    parties: Annotated[list[PartyShape], Field(min_length=1)]
    owners_min: Annotated[int, Field(ge=0)]
    owners_max: Annotated[int, Field(ge=0)]
    owners_body: str = ""


class HandoverShape(Named):
    """One class of things handed over."""

    receiver: Key
    required: bool = True
    clause: ClauseList


class DocumentShape(Named):
    """A paper that a step asks for."""

    required: bool = True
    issuer: str = ""
    prints: str = ""
    scope: str = ""


class GateShape(Ruled):
    """A gate."""

    key: Key
    fact: str
    scope: str = ""
    operator: Literal["=", ">=", ">", "<=", "<", "passed"]
    value: str = ""
    of: str = ""
    owed_by: Key


class DatedShape(Shape):
    """What a deadline and each of its variants may say."""

    from_: date | None = Field(default=None, alias="from")
    fixed: date | None = None
    within: Annotated[int, Field(ge=1)] | None = None
    unit: Literal["working", "calendar"] = "working"
    after: str = ""
    first_day_counted: bool = False
    not_after: date | None = None
    yearly: Annotated[str, StringConstraints(pattern=r"^(\d{2}-\d{2})?$")] = ""
    done: bool = False
    postponed_because: str = ""


class VariantShape(DatedShape, Ruled):
    """The deadline of one case; `undecided` where the text gives it none."""

    when: PremiseList
    undecided: str = ""


class DeadlineShape(DatedShape, Ruled):
    """A deadline."""

    variants: list[VariantShape] = []


class LimitShape(Named, Ruled):
    """The most that several steps may take together."""

    start: Key
    end: Key
    within: Annotated[int, Field(ge=1)]
    unit: Literal["working", "calendar"]
    first_day_counted: bool = False
    not_after: date | None = None
    when: list[PremiseShape] = []


class ReturnShape(Named, Ruled):
    """A report that comes round."""

    every: Literal["month", "quarter", "year"]
    month: Annotated[int, Field(ge=1, le=12)] = 1
    day: Annotated[int, Field(ge=1, le=31)]
    of: Literal["before", "same"]
    on_rest_day: Literal["stays", "next"]
    owed_by: Annotated[list[Key], Field(min_length=1)]


class PhaseShape(Named):
    """A phase; with days it needs a clause."""

    parent: str = ""
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    says: str = ""
    clause: list[Clause] = []


class StepShape(Named, Ruled):
    """A step."""

    phase: Key
    kind: Literal[
        "plain", "consent", "notice", "money", "review", "works", "acceptance", "handover"
    ]
    lead: Key
    responsible: str = ""
    supporters: list[Key] = []
    subject: str = ""
    after: list[Key] = []
    documents: list[DocumentShape] = []
    gates: list[GateShape] = []
    deadline: DeadlineShape | None = None
    moves_to: str = ""
    reaches: str = ""
    when: list[PremiseShape] = []
    throughout: bool = False


class ProcedureShape(Ruled):
    """Phases and steps in reading order."""

    phases: Annotated[list[PhaseShape], Field(min_length=1)]
    steps: Annotated[list[StepShape], Field(min_length=1)]

"""The shape of the procedure in `policy.yaml`: steps, gates, deadlines, reviews, acceptance."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from policies.loading.shapes import ClauseList, Exact, Key, Named, Ruled, Text


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


class HandoverShape(Named):
    """One class of things handed over."""

    receiver: Key
    required: bool = True
    clause: ClauseList


class MergeShape(Named, Ruled):
    """Approvals filed as one; the last row has no limit."""

    at_most: Exact | None = None
    merged: list[str] = []
    separate: list[str] = []


class DocumentShape(Named):
    """A paper that a step asks for."""

    required: bool = True


class GateShape(Ruled):
    """A gate."""

    key: Key
    fact: str
    scope: str = ""
    operator: Literal["=", ">=", ">", "<=", "<", "passed"]
    value: str = ""
    of: str = ""
    owed_by: Key


class DeadlineShape(Ruled):
    """A deadline."""

    fixed: date | None = None
    within: Annotated[int, Field(ge=1)] | None = None
    unit: Literal["working", "calendar"] = "working"
    after: str = ""
    first_day_counted: bool = False
    not_after: date | None = None
    yearly: Annotated[str, StringConstraints(pattern=r"^(\d{2}-\d{2})?$")] = ""


class StepShape(Named, Ruled):
    """A step."""

    phase: Key
    kind: Literal[
        "plain", "consent", "notice", "money", "review", "works", "acceptance", "handover"
    ]
    lead: Key
    supporters: list[Key] = []
    subject: str = ""
    after: list[Key] = []
    documents: list[DocumentShape] = []
    gates: list[GateShape] = []
    deadline: DeadlineShape | None = None
    moves_to: str = ""
    reaches: str = ""


class ProcedureShape(Ruled):
    """Phases and steps in reading order."""

    phases: Annotated[list[Named], Field(min_length=1)]
    steps: Annotated[list[StepShape], Field(min_length=1)]

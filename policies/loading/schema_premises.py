"""The shape of what a policy asks about a project: own facts, conditions, tracks, lists."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from policies.loading.shapes import Clause, ClauseList, Key, Named, OwnKey, Ruled, Shape, Text


class OptionShape(Named):
    """One answer of a word."""


class OwnFactShape(Shape):
    """A question that somebody answers with a paper, or the type of place; no dot in the key."""

    key: OwnKey
    name: Text
    value: Literal["bool", "word", "count", "area", "money", "date", "share"]
    unit: str = ""
    options: list[OptionShape] = []
    owed_by: Key
    step: str = ""
    place_type: str = ""
    says: str = ""
    clause: ClauseList


class PremiseShape(Shape):
    """One of fact, track, within, outside; a yes-or-no fact without a value is to be true."""

    fact: str = ""
    scope: str = ""
    operator: Literal["=", ">=", ">", "<=", "<"] = "="
    value: str = ""
    one_of: list[str] = []
    track: str = ""
    within: str = ""
    outside: str = ""
    holds: bool = True


PremiseList = Annotated[list[PremiseShape], Field(min_length=1)]


class TrackShape(Named, Ruled):
    """A test of entry."""

    when: PremiseList


class ItemListShape(Named, Ruled):
    """Items of the catalogue, as aspect/level/code."""

    items: Annotated[list[Text], Field(min_length=1)]


class ChecklistItemShape(Named):
    """One item of a standard."""

    group: str = ""
    clause: list[Clause] = []


class ChecklistShape(Named, Ruled):
    """A standard checked item by item."""

    of: Literal["community", "cluster"] = "community"
    items: Annotated[list[ChecklistItemShape], Field(min_length=1)]
    at_least: Annotated[int, Field(ge=1)] | None = None


class DischargeShape(Shape):
    """How an obligation is met; the last one of an obligation has no condition."""

    step: Key
    filing: str = ""
    when: list[PremiseShape] = []
    says: str = ""
    clause: list[Clause] = []


class WaiverShape(Ruled):
    """When an obligation need not be met."""

    key: Key
    when: PremiseList
    instead: list[Key] = []


class ObligationShape(Named, Ruled):
    """An approval that every project owes."""

    by: str = ""
    waived: list[WaiverShape] = []
    discharged: Annotated[list[DischargeShape], Field(min_length=1)]

"""Notices, reviews, acceptance and handover as a policy states them."""

from __future__ import annotations

from dataclasses import dataclass

from policies.rules.procedure_model import (
    Clauses,
    DayUnit,
)


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """How long a notice hangs, how days are counted, what must be shown of it.

    `interrupted`: "paused" leaves the days it was down out of the count, "restarts" begins anew
    with the day it was put up again; None where the text does not say. `rounds`: whose results are
    posted with it, so that they are final only when it is over and quiet.
    """

    key: str
    name: str
    paper_name: str
    length: int
    unit: DayUnit
    first_day_counted: bool = False
    open_objections_allowed: bool = False
    photographs: int = 0
    interrupted: str | None = None
    rounds: tuple[str, ...] = ()
    says: str = ""
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whose opinion or signature is asked; `unit` is a unit key."""

    key: str
    name: str
    unit: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """A joint review or consultation: who gives an opinion."""

    key: str
    name: str
    paper_name: str
    parties: tuple[Party, ...]
    says: str = ""
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class AcceptanceRule:
    """Joint acceptance: who signs, and between how many owners.

    `owners_body`: a unit, such as the owners' committee, that may stand in the representatives'
    place; "" where only representatives do.
    """

    key: str
    name: str
    paper_name: str
    parties: tuple[Party, ...]
    owners_min: int
    owners_max: int
    says: str = ""
    clauses: Clauses = ()
    owners_body: str = ""


@dataclass(frozen=True, slots=True)
class HandoverItem:
    """A class of things handed over, and the unit that receives it."""

    key: str
    name: str
    receiver: str
    required: bool = True
    clauses: Clauses = ()

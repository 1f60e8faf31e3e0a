"""The thing that a table is about, once found, and its rows on their way into a room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from accounts.models import User
from intake.rules.state import Value
from renovation.rules.plan_rows import Source


@dataclass(frozen=True, slots=True)
class About:
    """Where the table lies, which year it is of if any, how pages call it, and the thing itself.

    `code` says the thing again when the file is looked at another day; "" where place and year do.
    """

    area_code: str
    name: str
    year: int | None = None
    code: str = ""
    thing: Any = None
    create_areas: bool = False


@dataclass(frozen=True, slots=True)
class HandedRow:
    """A decided row: `values` to keep, `stated` as the file has them, by column.

    `taken` are the columns that the file brings; None where the register has no such row yet.
    `code` is the place's, `position` counts from 1, `row` is the line of the sheet.
    """

    code: str
    name: str
    position: int
    row: int
    values: Mapping[str, Value]
    stated: Mapping[str, Value]
    sheet: str = ""
    taken: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """Everything that the owning room needs to write a table: who, when, what about, which rows."""

    by: User
    at: datetime
    on: date
    about: About
    title: str
    document_no: str
    source: Source
    rows: tuple[HandedRow, ...]


@dataclass(frozen=True, slots=True)
class TakingBack:
    """What one import wrote is to be taken back; with `rehearse` it is only foreseen.

    The room reads what was written from `records.selectors.written`, compares with what stands by
    `records.rules.undoing.weigh`, and writes, in one transaction.
    """

    by: User
    at: datetime
    on: date
    about: About
    upload_id: int
    reason: str
    rehearse: bool = False


class Adopted(Protocol):
    """What a room says it has written."""

    @property
    def new(self) -> int: ...
    @property
    def changed(self) -> int: ...
    @property
    def same(self) -> int: ...
    @property
    def digest(self) -> str: ...
    def as_dict(self) -> dict[str, Any]:
        """For JSON: the counts, the digest, and the key of what was written to."""

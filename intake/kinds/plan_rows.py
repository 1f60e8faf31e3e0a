"""Rows of a plan's table as the services of plans take them, and those services as a kind's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from accounts.models import User
from districts.services.places_undoing import undo_places
from intake.kinds.about import Adopted, HandedRow, Handover, TakingBack
from records.rules.undoing import UndoReport, together
from renovation.rules.plan_rows import AdoptReport, PlanRow, Source


class Adopting(Protocol):
    """A service that writes the rows of a plan's table."""

    def __call__(
        self,
        *,
        by: User,
        on: date,
        area_code: str,
        year: int,
        title: str,
        document_no: str,
        rows: Sequence[PlanRow],
        source: Source,
    ) -> AdoptReport: ...


class Undoing(Protocol):
    """A service that takes back what one import wrote to a plan."""

    def __call__(
        self,
        *,
        by: User,
        on: date,
        area_code: str,
        year: int,
        upload_id: int,
        reason: str,
        rehearse: bool = False,
    ) -> UndoReport: ...


def adopted_by(service: Adopting) -> Callable[[Handover], Adopted]:
    """The service as the `adopt` of a kind whose tables are about a place and a year."""

    def adopt(call: Handover) -> Adopted:
        return service(
            by=call.by,
            on=call.on,
            area_code=call.about.area_code,
            year=call.about.year or 0,
            title=call.title,
            document_no=call.document_no,
            rows=plan_rows(call.rows),
            source=call.source,
        )

    return adopt


def undone_by(service: Undoing) -> Callable[[TakingBack], UndoReport]:
    """The service as the `undo` of such a kind; places that the table brought leave after it."""

    def undo(call: TakingBack) -> UndoReport:
        report = service(
            by=call.by,
            on=call.on,
            area_code=call.about.area_code,
            year=call.about.year or 0,
            upload_id=call.upload_id,
            reason=call.reason,
            rehearse=call.rehearse,
        )
        places = undo_places(
            by=call.by,
            area_code=call.about.area_code,
            upload_id=call.upload_id,
            leaving=report,
            rehearse=call.rehearse,
        )
        return together([report, places])

    return undo


def plan_rows(rows: Sequence[HandedRow]) -> list[PlanRow]:
    """Every row with its figures to keep and those that the file states."""
    return [
        PlanRow(
            row.code,
            row.name,
            row.position,
            row.row,
            {key: Decimal(row.values[key]) for key in row.stated},
            {key: Decimal(value) for key, value in row.stated.items()},
            row.sheet,
        )
        for row in rows
    ]

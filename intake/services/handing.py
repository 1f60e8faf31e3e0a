"""Staged rows made ready for the room that owns them: places found, personal values in clear."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import prefetch_related_objects

from accounts.models import User
from common.errors import Conflict, Problem
from intake.kinds import Kind
from intake.kinds.about import About, HandedRow, Handover
from intake.models import StagedRow, Upload
from intake.rules.decisions import DecidedRow
from intake.rules.state import Value
from renovation.rules.plan_rows import Source

DONE = ("joined", "written")
"""Effects of staged rows that have nothing left to write."""
SHOWN_ONLY = ("cells", "auto", "position")
"""Columns of staged rows that pages show and writing does not ask for."""


def waiting_rows(upload: Upload) -> list[StagedRow]:
    """Rows that are still to be written, with the answers to their conflicts (two queries)."""
    rows = list(upload.rows.exclude(effect__in=DONE).defer(*SHOWN_ONLY))
    prefetch_related_objects([row for row in rows if row.effect == "conflict"], "choices")
    return rows


def refuse_moved(upload: Upload, kind: Kind, about: About) -> None:
    """Conflict when the room has changed since the rows were compared with it."""
    if upload.basis != kind.state(about).digest:
        words = "核对之后台账又有变动，没有写入"
        raise Conflict(Problem(words, code="moved", remedy="请按“重新比对”后再确认"))


def hand_over(
    *,
    by: User,
    at: datetime,
    on: date,
    upload: Upload,
    about: About,
    kind: Kind,
    rows: Sequence[StagedRow],
    decided: Sequence[DecidedRow],
) -> Handover:
    """The decided rows with all that their room has to know."""
    claims = tuple(
        {name: value for name, value in claim.items() if name != "key"} for claim in upload.claims
    )
    return Handover(
        by=by,
        at=at,
        on=on,
        about=about,
        title=upload.title,
        document_no=upload.document_no,
        source=Source(upload.pk, upload.sheet, claims),
        rows=_handed(by, about, kind, rows, decided),
    )


def _handed(
    by: User, about: About, kind: Kind, rows: Sequence[StagedRow], decided: Sequence[DecidedRow]
) -> tuple[HandedRow, ...]:
    """Every row with its place's code; places that are not known are entered first."""
    codes = _codes(by, about, kind, rows)
    return tuple(
        _row(position, row.street_code or codes.get(row.street, ""), row, decision)
        for position, (row, decision) in enumerate(zip(rows, decided, strict=True), 1)
    )


def _codes(by: User, about: About, kind: Kind, rows: Sequence[StagedRow]) -> dict[str, str]:
    if kind.places is None:
        return {}
    codes = {row.street: row.street_code for row in rows}
    missing = [name for name, code in codes.items() if not code]
    if missing and kind.places.enter:
        codes |= kind.places.enter(by, about, missing, rows[0].upload_id)
    return codes


def _row(position: int, code: str, row: StagedRow, decision: DecidedRow) -> HandedRow:
    clear: dict[str, Value] = json.loads(row.sealed) if row.sealed else {}
    return HandedRow(
        code=code,
        name=row.name,
        position=position,
        row=row.number,
        values={**row.values, **decision.figures(), **clear},
        stated={**decision.file, **clear},
        sheet=row.sheet,
        taken=None if row.effect == "new" else decision.taken(),
    )

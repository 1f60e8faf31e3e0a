"""Staged rows made ready for the room that owns them: places found, personal values in clear."""

from __future__ import annotations

import json
from collections.abc import Sequence

from accounts.models import User
from intake.kinds import Kind
from intake.kinds.about import About, HandedRow
from intake.models import StagedRow
from intake.rules.decisions import DecidedRow
from intake.rules.state import Value

DONE = ("joined", "written")
"""Effects of staged rows that have nothing left to write."""


def handed(
    *, by: User, about: About, kind: Kind, rows: Sequence[StagedRow], decided: Sequence[DecidedRow]
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
        codes |= kind.places.enter(by, about, missing)
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

"""Cells set right by a person: kept beside what the file says, and the whole table checked again.

What is typed is always kept, also when it is wrong again: then the problem is told at its cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.services.audit import record
from common.errors import Problem, Refused
from intake.kinds import KINDS
from intake.models import Mend, Upload
from intake.rules.attention import place_of
from intake.rules.table import BLANK, Table
from intake.services.formats import MOST_ROWS, WIDEST
from intake.services.staging import held, restage

LONGEST = 500
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Typed:
    """A text for one cell, by its address (E9)."""

    sheet: str
    cell: str
    text: str


@transaction.atomic
def mend(
    *, by: User, at: datetime, upload: Upload, typed: Sequence[Typed], origin: str = "page"
) -> Upload:
    """Put the texts in their cells and check the whole table again; all of them or none.

    A text that the file has itself takes the mend back. Raises Refused with every cell that there
    is not; the content is judged by the same rules as the file, as findings.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = held(upload)
    _refuse_unfit(upload, typed)
    Mend.objects.bulk_create(
        [_mend(by, at, upload, one, origin) for one in {_key(one): one for one in typed}.values()],
        update_conflicts=True,
        unique_fields=["upload", "sheet", "row", "column"],
        update_fields=["text", "origin", "mended_at", "mended_by"],
    )
    found = restage(upload, on=at.date())
    _keep_originals(upload, found.chosen.plain)
    record(
        by=by,
        action="import.mend",
        on=upload,
        summary=f"改正 {len(typed)} 格：{_named(typed)}",
        payload={"cells": [f"{one.sheet}!{one.cell}" for one in typed], "origin": origin},
    )
    return upload


@transaction.atomic
def take_back(*, by: User, at: datetime, upload: Upload, sheet: str, cell: str) -> Upload:
    """Let a cell read again as the file has it; Refused when nobody has mended it."""
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = held(upload)
    row, column = place_of(cell) or (0, 0)
    gone, _ = upload.mends.filter(sheet=sheet, row=row, column=column).delete()
    if not gone:
        raise Refused(Problem("这一格没有改过", field=f"{sheet}!{cell}", remedy="请刷新页面"))
    restage(upload, on=at.date())
    record(
        by=by,
        action="import.unmend",
        on=upload,
        summary=f"{cell} 取回原值",
        payload={"cell": f"{sheet}!{cell}"},
    )
    return upload


def _key(one: Typed) -> tuple[str, str]:
    return one.sheet, one.cell


def _mend(by: User, at: datetime, upload: Upload, one: Typed, origin: str) -> Mend:
    row, column = place_of(one.cell) or (0, 0)
    return Mend(
        upload=upload,
        sheet=one.sheet,
        row=row,
        column=column,
        text=one.text.strip(),
        origin=origin,
        mended_at=at,
        mended_by=by,
    )


def _refuse_unfit(upload: Upload, typed: Sequence[Typed]) -> None:
    problems = []
    for one in typed:
        row, column = place_of(one.cell) or (0, 0)
        field = f"{one.sheet}!{one.cell}"
        if not 1 <= row <= MOST_ROWS or column > WIDEST:
            problems.append(Problem("没有这一格", field=field, expected="单元格地址，如 E9"))
        if one.sheet not in upload.head and one.sheet != upload.sheet:
            problems.append(Problem("没有读入这张工作表", field=field, remedy="请先在“认列”选用"))
        if len(one.text) > LONGEST:
            problems.append(Problem(f"一格至多 {LONGEST} 字", field=field))
    if problems:
        raise Refused(problems)


def _keep_originals(upload: Upload, plain: Sequence[Table]) -> None:
    """Note what the file says in every mended cell; a mend that changes nothing is none."""
    cells = {(table.sheet, row.number): row.cells for table in plain for row in table.rows}
    moved = []
    for one in upload.mends.all():
        was = cells.get((one.sheet, one.row), {}).get(one.column, BLANK).text
        if was == one.text:
            one.delete()
        elif was != one.was:
            one.was = was
            moved.append(one)
    Mend.objects.bulk_update(moved, ["was"], batch_size=500)


def _named(typed: Sequence[Typed]) -> str:
    cells = "、".join(one.cell for one in typed[:MOST_NAMED])
    return f"{cells} 等" if len(typed) > MOST_NAMED else cells

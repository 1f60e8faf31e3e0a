"""What people say about sheets, heads and columns; what they map is remembered for the office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.services.audit import record
from common.errors import Problem, Refused
from intake.kinds import KINDS
from intake.models import Heading, Upload
from intake.rules.head_words import make_sense
from intake.rules.layout import AS_FOUND, IGNORED, Layout, SheetLayout, heading, layout_from
from intake.rules.table import column_letters
from intake.services.staging import held, restage
from records.rules.sheets import SheetSpec

DEEPEST = 5
UNSAID = "?"
"""In place of a column's key: nothing is said, its words decide."""


@transaction.atomic
def choose_sheets(
    *,
    by: User,
    at: datetime,
    upload: Upload,
    sheets: Sequence[str],
    heads: Mapping[str, tuple[int, int]],
) -> Upload:
    """Read these sheets as one table, each with the rows of its head where a person says them.

    Columns said for a head that moves are forgotten with it. Refused for no sheet, a sheet that
    there is not, and a head that is upside down or deeper than five rows.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = held(upload)
    _refuse_heads(sheets, heads)
    before = layout_from(upload.layout)
    by_sheet = {sheet: _with_head(before.of(sheet), heads.get(sheet)) for sheet in sheets}
    upload.layout = Layout(tuple(sheets), by_sheet).as_json()
    restage(upload, on=at.date())
    record(
        by=by,
        action="import.sheets",
        on=upload,
        summary=f"选用工作表：{'、'.join(sheets)}"[:200],
        payload=upload.layout,
    )
    return upload


@transaction.atomic
def map_columns(
    *,
    by: User,
    at: datetime,
    upload: Upload,
    columns: Mapping[str, Mapping[int, str]],
    remember: bool = True,
) -> Upload:
    """Say what the columns of a sheet hold, by number: a key, `IGNORED` or `UNSAID`.

    What the words say anyway is not kept. Refused where two columns of a sheet would hold the same.
    With `remember` the office's next table with such a heading is read the same way, and says so.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = held(upload)
    spec = KINDS[upload.kind].spec
    _refuse_columns(upload, spec, columns)
    layout = layout_from(upload.layout)
    by_sheet = dict(layout.by_sheet)
    for sheet, chosen in columns.items():
        said = _said(upload, spec, sheet, chosen)
        head = upload.head[sheet]
        by_sheet[sheet] = SheetLayout((head["first_row"], head["last_row"]), said)
        if remember:
            _remember(by, at, upload, sheet, chosen, said)
    upload.layout = Layout(layout.sheets or (upload.sheet,), by_sheet).as_json()
    restage(upload, on=at.date())
    record(by=by, action="import.columns", on=upload, summary="指定列的含义", payload=upload.layout)
    return upload


@transaction.atomic
def forget(*, by: User, at: datetime, upload: Upload, words: str) -> Upload:
    """Drop what the office remembered of a heading; the table is read again without it."""
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = held(upload)
    gone, _ = Heading.objects.filter(
        area_code=upload.area_code, kind=upload.kind, words=words
    ).delete()
    if not gone:
        raise Refused(Problem("没有记住过这个表头", field="words", value=words))
    restage(upload, on=at.date())
    record(
        by=by,
        action="import.forget",
        on=upload,
        summary=f"不再记住表头“{words}”"[:200],
        payload={"words": words, "kind": upload.kind},
    )
    return upload


def _with_head(before: SheetLayout, head: tuple[int, int] | None) -> SheetLayout:
    return before if head == before.head else replace(AS_FOUND, head=head)


def _refuse_heads(sheets: Sequence[str], heads: Mapping[str, tuple[int, int]]) -> None:
    problems = []
    if not sheets:
        problems.append(Problem("没有选工作表", field="sheets", expected="至少选一张"))
    for sheet, (first, last) in heads.items():
        if not 1 <= first <= last < first + DEEPEST:
            problems.append(
                Problem(
                    f"“{sheet}”的表头行不对",
                    field="head",
                    value=f"{first}–{last}",
                    expected=f"从上到下，至多 {DEEPEST} 行",
                )
            )
    if problems:
        raise Refused(problems)


def _refuse_columns(
    upload: Upload, spec: SheetSpec, columns: Mapping[str, Mapping[int, str]]
) -> None:
    problems = []
    keys = {column.key for column in spec.columns}
    for sheet, chosen in columns.items():
        head = upload.head.get(sheet)
        if head is None:
            problems.append(Problem(f"“{sheet}”还没有表头", field="head", remedy="请先指明表头行"))
            continue
        meant: dict[str, list[int]] = {}
        for number, key in _meant(upload, spec, sheet, chosen).items():
            meant.setdefault(key, []).append(number)
        for key, numbers in meant.items():
            if key not in keys:
                problems.append(Problem("没有这一列", field="columns", value=key))
            elif len(numbers) > 1:
                letters = "、".join(column_letters(number) for number in sorted(numbers))
                problems.append(
                    Problem(
                        f"{letters} 列都指为“{spec.column(key).label}”",
                        code="doubled_column",
                        field="columns",
                        expected="只有一列",
                        remedy="请把多余的改为“忽略”",
                    )
                )
    if problems:
        raise Refused(problems)


def _meant(
    upload: Upload, spec: SheetSpec, sheet: str, chosen: Mapping[int, str]
) -> dict[int, str]:
    """What every column will hold: as chosen, else as its words say."""
    said = {number: key for number, key in chosen.items() if key not in {UNSAID, IGNORED}}
    words = _by_words(upload, spec, sheet)
    return {n: key for n, key in words.items() if n not in chosen or chosen[n] == UNSAID} | said


def _by_words(upload: Upload, spec: SheetSpec, sheet: str) -> dict[int, str]:
    labels = {int(number): text for number, text in upload.head[sheet]["labels"].items()}
    found = make_sense(labels, spec, AS_FOUND, {}).found
    return {number: key for key, hits in found.items() for number, _ in hits}


def _said(upload: Upload, spec: SheetSpec, sheet: str, chosen: Mapping[int, str]) -> dict[int, str]:
    """Only what differs from the words: the rest stays told by them."""
    words = _by_words(upload, spec, sheet)
    return {
        number: key for number, key in chosen.items() if key != UNSAID and key != words.get(number)
    }


def _remember(
    by: User,
    at: datetime,
    upload: Upload,
    sheet: str,
    chosen: Mapping[int, str],
    said: Mapping[int, str],
) -> None:
    labels = upload.head[sheet]["labels"]
    for number in chosen:
        words = heading(labels.get(str(number), ""))[:200]
        place: dict[str, Any] = {
            "area_code": upload.area_code,
            "kind": upload.kind,
            "words": words,
        }
        if number in said and words:
            values = {"key": said[number], "remembered_at": at, "remembered_by": by}
            Heading.objects.update_or_create(**place, defaults=values)
        else:
            Heading.objects.filter(**place).delete()

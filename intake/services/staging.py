"""An examined file laid out for people to look at: the upload's own words, and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from common.errors import Refused
from intake.models import ConflictChoice, StagedRow, Upload
from intake.rules.attention import attention_of, worst_by_row
from intake.rules.layout import layout_from
from intake.services.choosing import Mends
from intake.services.examining import Examination, Request, examine
from intake.services.keeping import content_of
from intake.services.staged_rows import rows_of
from records.copying import insert_rows, update_rows
from records.services import jobs

COMPARED = (
    "position",
    "name",
    "street",
    "street_code",
    "cells",
    "values",
    "sealed",
    "auto",
    "effect",
)


def held(upload: Upload) -> Upload:
    """The upload under its lock, staged still and at rest; Refused once it has ended."""
    return at_rest(still_staged(Upload.objects.select_for_update().get(pk=upload.pk)))


def still_staged(upload: Upload) -> Upload:
    """The upload; Refused once it has ended."""
    if upload.state != "staged":
        raise Refused(f"这次导入{upload.get_state_display()}，不能再改", code="ended")
    return upload


def at_rest(upload: Upload) -> Upload:
    """The upload, unless a job is reading or writing it: nothing moves under a worker's hands."""
    if upload.job and jobs.under_way(upload.job):
        raise Refused("这次导入正在后台办理，办完以前不能改", code="at_work")
    return upload


def stage(upload: Upload, found: Examination) -> None:
    """Save a fresh upload with everything that was found in it."""
    _fill(upload, found)
    upload.save()
    rows = rows_of(upload, found)
    _mark(upload, rows, accepted=())
    insert_rows(rows)


def restage(upload: Upload, *, on: date) -> Examination:
    """Examine the kept file again, with what people mended and said since; the caller holds it.

    Rows that read as before stay as they are; an answer to a conflict is dropped when the figures
    that it was about have moved.
    """
    found = examine(content=content_of(upload), name=upload.name, request=request_of(upload), on=on)
    _fill(upload, found)
    upload.save()
    _replace(upload, rows_of(upload, found))
    return found


def request_of(upload: Upload) -> Request:
    """What people said about the file, as stored."""
    return Request(
        upload.area_code,
        upload.year,
        upload.claim_text,
        upload.create_areas,
        upload.sheet,
        upload.kind,
        layout_from(upload.layout),
        mends_of(upload),
        upload.subject,
    )


def mends_of(upload: Upload) -> Mends:
    """The cells set right, by sheet and place (one query)."""
    mends: dict[str, dict[tuple[int, int], str]] = {}
    for mend in upload.mends.all():
        mends.setdefault(mend.sheet, {})[(mend.row, mend.column)] = mend.text
    return mends


def remark(upload: Upload) -> None:
    """Which rows somebody still has to look at, after warnings were accepted or taken back.

    Only rows that some finding names can have moved.
    """
    named = {number for _, number in worst_by_row(upload.findings, frozenset())}
    known = upload.rows.only("upload", "sheet", "number", "effect", "attention")
    rows = list(known.filter(number__in=named))
    before = {row.pk: row.attention for row in rows}
    _mark(upload, rows, accepted=_accepted(upload))
    moved = [row for row in rows if row.attention != before[row.pk]]
    update_rows(moved, ["attention"])


def subtotal_dict(total: Any) -> dict[str, Any]:
    """{cell, label, stated, computed, unit, ties}, exact numbers as text."""
    return {
        "cell": total.cell,
        "label": total.label,
        "stated": format(total.stated, "f"),
        "computed": format(total.computed, "f"),
        "unit": total.unit,
        "ties": total.ties,
    }


def _fill(upload: Upload, found: Examination) -> None:
    readings = found.chosen.readings
    upload.sheet = readings[0].sheet
    if len(readings) > 1:
        upload.layout = {**upload.layout, "sheets": [one.sheet for one in readings]}
        upload.layout.setdefault("by_sheet", {})
    upload.ignored_sheets = [list(item) for item in found.ignored]
    upload.head = {
        one.sheet: {
            "first_row": one.header.first_row,
            "last_row": one.header.last_row,
            "columns": dict(one.header.columns),
            "labels": {str(number): text for number, text in one.header.labels.items()},
            "ignored": sorted(one.header.ignored),
            "remembered": sorted(one.header.remembered),
        }
        for one in readings
        if one.header
    }
    upload.findings = [{**one.as_dict(), "mark": one.mark} for one in found.findings]
    upload.claims = [claim.as_dict() | {"key": claim.key} for claim in found.claims]
    upload.totals = found.totals
    upload.streets = found.streets
    upload.subtotals = [subtotal_dict(total) for total in found.reading.totals]
    upload.basis = found.basis


def _accepted(upload: Upload) -> Iterable[str]:
    return upload.acceptances.values_list("finding", flat=True)


def _mark(upload: Upload, rows: Iterable[StagedRow], accepted: Iterable[str]) -> None:
    worst = worst_by_row(upload.findings, frozenset(accepted))
    for row in rows:
        row.attention = attention_of(row.effect, worst.get((row.sheet, row.number)))


def _replace(upload: Upload, fresh: list[StagedRow]) -> None:
    before = {(row.sheet, row.number): row for row in upload.rows.all()}
    _mark(upload, fresh, _accepted(upload))
    new, changed, unanswered = [], [], []
    for row in fresh:
        old = before.pop((row.sheet, row.number), None)
        if old is None:
            new.append(row)
            continue
        if old.comparison != row.comparison:
            unanswered.append(old.pk)
        if _take_over(old, row):
            changed.append(old)
    StagedRow.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    ConflictChoice.objects.filter(row__in=unanswered).delete()
    fields = [*COMPARED, "comparison", "attention"]
    update_rows(changed, fields)
    insert_rows(new)


def _take_over(old: StagedRow, fresh: StagedRow) -> bool:
    """Bring a stored row up to a fresh one; whether anything differed."""
    values: Mapping[str, Any] = {
        name: getattr(fresh, name) for name in (*COMPARED, "comparison", "attention")
    }
    different = [name for name, value in values.items() if getattr(old, name) != value]
    for name in different:
        setattr(old, name, values[name])
    return bool(different)

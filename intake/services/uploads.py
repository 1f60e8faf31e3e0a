"""Taking a plan table in: stored, examined, staged for a person to look at."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import Refused
from districts.models import Area
from intake.kinds import KINDS
from intake.models import StagedRow, Upload
from intake.rules.table import BLANK
from intake.services.examining import Examination, ExaminedRow, Request, examine
from records.rules.uploads import safe_name
from records.storage import opened, store

FOLDER = "imports"


@transaction.atomic
def upload_plan(
    *,
    by: User,
    at: datetime,
    request: Request,
    document_no: str,
    title: str,
    name: str,
    content: bytes,
) -> Upload:
    """Keep the file and stage its rows; faults of the content are kept with it, nothing else moves.

    Raises Refused (nothing is kept) when the file cannot be shown at all.
    """
    require(by, Permission.IMPORT_PLAN, on=request.area_code)
    examination = examine(content=content, name=name, request=request, on=at.date())
    kept = store(FOLDER, [content])
    upload = Upload(
        kind=request.kind,
        area_code=request.area_code,
        year=request.year,
        title=title.strip() or default_title(request),
        document_no=document_no.strip(),
        claim_text=request.claim_text.strip(),
        create_areas=request.create_areas,
        name=safe_name(name),
        path=kept.path,
        size=kept.size,
        sha256=kept.sha256,
        uploaded_at=at,
        uploaded_by=by,
    )
    _fill(upload, examination)
    upload.save()
    StagedRow.objects.bulk_create(_rows(upload, examination), batch_size=2000)
    record(
        by=by,
        action="import.upload",
        on=upload,
        summary=f"上传{upload.get_kind_display()}：{len(examination.rows)} 行",
        payload={"sha256": kept.sha256, "year": request.year, "totals": examination.totals},
    )
    return upload


@transaction.atomic
def recheck(*, by: User, at: datetime, upload: Upload) -> Upload:
    """Compare a staged file with the plan as it is now; choices on moved figures are dropped."""
    require(by, Permission.IMPORT_PLAN, on=upload)
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state != "staged":
        raise Refused("这次导入已经结束，不能再比对", code="ended")
    with opened(upload.path) as file:
        content = file.read()
    examination = examine(
        content=content, name=upload.name, request=request_of(upload), on=at.date()
    )
    _fill(upload, examination)
    upload.save()
    staged = {row.number: row for row in upload.rows.prefetch_related("choices")}
    moved = []
    for fresh in _rows(upload, examination):
        row = staged[fresh.number]
        if row.comparison != fresh.comparison:
            row.choices.all().delete()
        row.effect, row.comparison, row.street_code = (
            fresh.effect,
            fresh.comparison,
            fresh.street_code,
        )
        moved.append(row)
    fields = ["effect", "comparison", "street_code"]
    StagedRow.objects.bulk_update(moved, fields, batch_size=1000)
    record(by=by, action="import.recheck", on=upload, summary="重新比对")
    return upload


def request_of(upload: Upload) -> Request:
    """What the person said about the file, as stored."""
    return Request(
        upload.area_code,
        upload.year,
        upload.claim_text,
        upload.create_areas,
        upload.sheet,
        upload.kind,
    )


def default_title(request: Request) -> str:
    """2024年临朐县城镇老旧小区改造计划."""
    area = Area.objects.filter(code=request.area_code).first()
    return f"{request.year}年{area.name if area else ''}城镇老旧小区改造计划"


def _fill(upload: Upload, found: Examination) -> None:
    header = found.reading.header
    upload.sheet = found.reading.sheet
    upload.ignored_sheets = [list(item) for item in found.ignored]
    upload.head = {
        "last_row": header.last_row if header else 0,
        "columns": dict(header.columns) if header else {},
        "labels": {str(number): text for number, text in header.labels.items()} if header else {},
    }
    upload.findings = [finding.as_dict() for finding in found.findings]
    upload.claims = [claim.as_dict() | {"key": claim.key} for claim in found.claims]
    upload.totals = found.totals
    upload.streets = found.streets
    upload.subtotals = [subtotal_dict(total) for total in found.reading.totals]
    upload.basis = found.basis


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


def _rows(upload: Upload, found: Examination) -> list[StagedRow]:
    raw = {row.number: row.cells for row in found.table.rows}
    bad = {finding.cell for finding in found.findings if finding.severity == "refuse"}
    return [
        StagedRow(
            upload=upload,
            number=row.parsed.number,
            name=row.parsed.text("name")[:100],
            street=row.parsed.text(KINDS[upload.kind].place)[:60],
            street_code=row.street_code,
            cells={
                str(column): raw[row.parsed.number].get(column, BLANK).text
                for column in sorted(raw[row.parsed.number])
            },
            values={key: _text(value) for key, value in row.parsed.values.items()},
            auto=sorted(row.parsed.auto),
            effect="refused" if bad & set(row.parsed.cells.values()) else row.effect.value,
            comparison=_comparison(row),
        )
        for row in found.rows
    ]


def _text(value: str | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else value


def _comparison(row: ExaminedRow) -> list[dict[str, Any]]:
    line = row.line
    if line is None:
        return []
    shared = {
        "imported_at": line.imported_at.isoformat() if line.imported_at else "",
        "changed_at": line.changed_at.isoformat() if line.changed_at else "",
        "changed_by": line.changed_by,
        "reason": line.reason,
    }
    return [
        {
            "key": cell.key,
            "cell": row.parsed.cells.get(cell.key, ""),
            "effect": cell.effect.value,
            "last": None if cell.last is None else format(cell.last, "f"),
            "now": format(cell.now, "f"),
            "file": format(cell.file, "f"),
            "kept": cell.kept,
            **shared,
        }
        for cell in row.cells
    ]

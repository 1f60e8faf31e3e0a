"""Taking a plan table in: stored, examined, staged for a person to look at."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from districts.models import Area
from intake.models import Upload
from intake.services.examining import Request, examine
from intake.services.staging import held, restage, stage
from records.rules.uploads import safe_name
from records.storage import store

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
    stage(upload, examination)
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
    upload = held(upload)
    restage(upload, on=at.date())
    record(by=by, action="import.recheck", on=upload, summary="重新比对")
    return upload


def default_title(request: Request) -> str:
    """2024年临朐县城镇老旧小区改造计划."""
    area = Area.objects.filter(code=request.area_code).first()
    return f"{request.year}年{area.name if area else ''}城镇老旧小区改造计划"

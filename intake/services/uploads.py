"""Taking a plan table in: stored, examined, staged for a person to look at."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.services.audit import record
from common.collecting import collecting_afterwards
from districts.models import Area
from intake.kinds import KINDS
from intake.kinds.about import About
from intake.models import Upload
from intake.services.examining import Examination, Request, examine, kind_of
from intake.services.keeping import keep
from intake.services.staging import held, restage, stage
from records.rules.file_names import safe_name


@collecting_afterwards()
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
    kind = kind_of(request)
    require(by, kind.permission, on=request.area_code or None)
    examination = examine(content=content, name=name, request=request, on=at.date())
    about = examination.about
    require(by, kind.permission, on=about.thing or about.area_code)
    upload = _fresh(by, at, request, about, (title, document_no, name), content)
    stage(upload, examination)
    enter(by=by, upload=upload, found=examination)
    return upload


def set_aside(
    *, by: User, at: datetime, request: Request, words: tuple[str, str, str], content: bytes
) -> Upload:
    """Keep a file that is to be read later; `words` are the title, the number, the file's name."""
    kind = kind_of(request)
    about = kind.subject.find(request)
    require(by, kind.permission, on=about.thing or about.area_code)
    upload = _fresh(by, at, request, about, words, content)
    upload.state = "reading"
    upload.save()
    return upload


def _fresh(
    by: User,
    at: datetime,
    request: Request,
    about: About,
    words: tuple[str, str, str],
    content: bytes,
) -> Upload:
    """The file kept, and its unsaved row."""
    title, document_no, name = words
    kept = keep(content, sealed=bool(KINDS[request.kind].spec.personal))
    return Upload(
        kind=request.kind,
        subject=about.code,
        about=about.name,
        area_code=about.area_code,
        year=about.year,
        title=title.strip() or default_title(request, about),
        document_no=document_no.strip(),
        claim_text=request.claim_text.strip(),
        create_areas=request.create_areas,
        sheet=request.sheet,
        layout=request.layout.as_json() if request.layout.by_sheet else {},
        name=safe_name(name),
        path=kept.path,
        size=kept.size,
        sha256=kept.sha256,
        uploaded_at=at,
        uploaded_by=by,
    )


def enter(*, by: User, upload: Upload, found: Examination) -> None:
    """Enter a staged upload in the audit trail."""
    record(
        by=by,
        action="import.upload",
        on=upload,
        summary=f"上传{KINDS[upload.kind].spec.title}：{len(found.rows)} 行",
        payload={"sha256": upload.sha256, "year": upload.year, "totals": found.totals},
    )


@collecting_afterwards()
@transaction.atomic
def recheck(*, by: User, at: datetime, upload: Upload) -> Upload:
    """Compare a staged file with the plan as it is now; choices on moved figures are dropped."""
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = held(upload)
    restage(upload, on=at.date())
    record(by=by, action="import.recheck", on=upload, summary="重新比对")
    return upload


def default_title(request: Request, about: About | None = None) -> str:
    """2024年临朐县城镇老旧小区改造计划; 凤凰小区住户名册."""
    if about is not None and about.year is None:
        return f"{about.name}{KINDS[request.kind].spec.title}"
    area = Area.objects.filter(code=request.area_code).first()
    return f"{request.year}年{area.name if area else ''}城镇老旧小区改造计划"

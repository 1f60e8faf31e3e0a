"""Taking in files: checked, stored by hash, named by what they belong to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model

from accounts.access import require
from accounts.permissions import Permission
from accounts.services import audit
from common.errors import Refused
from records.models import Attachment
from records.rules.uploads import media_type, problems_of, safe_name
from records.storage import store

if TYPE_CHECKING:
    from accounts.models import User
    from records.models.files import AttachmentQuerySet


@transaction.atomic
def attach(
    *,
    by: User,
    permission: Permission,
    subject: Any,
    label: str,
    upload: UploadedFile,
    at: datetime,
    field: str = "upload",
) -> Attachment:
    """Keep a file of `subject` (a saved model instance with `area_code`, perhaps `unit_codes`).

    Raises Refused with every problem at `field`: empty, too large, of a kind not taken in, or with
    content that does not go with its extension.
    """
    require(by, permission, on=subject)
    head = upload.read(16)
    upload.seek(0)
    if problems := problems_of(upload.name or "", upload.size or 0, head, field):
        raise Refused(problems)
    name = safe_name(upload.name or "")
    kept = store("attachments", upload.chunks())
    row = Attachment.objects.create(
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        label=label,
        area_code=subject.area_code,
        unit_codes=list(getattr(subject, "unit_codes", ())),
        name=name,
        content_type=media_type(name),
        size=kept.size,
        sha256=kept.sha256,
        path=kept.path,
        added_at=at,
        added_by=by,
    )
    payload = {
        "subject": f"{row.subject_kind}:{row.subject_id}",
        "sha256": kept.sha256,
        "size": kept.size,
    }
    audit.record(
        by=by,
        action="上传附件",
        on=row,
        project_id=getattr(subject, "project_id", None),
        summary=f"上传附件：{label or '附件'}",
        payload=payload,
    )
    return row


def files_of(subject: Model) -> AttachmentQuerySet:
    """The files of one subject that no later one has replaced."""
    return Attachment.objects.of(subject._meta.label_lower, subject.pk).filter(replaced_by=None)

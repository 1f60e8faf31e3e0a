"""Taking in files: checked, stored by hash, named by what they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model

from accounts.access import Placed, can, require
from accounts.permissions import Permission
from accounts.services import audit
from common.crypto import seal
from common.errors import Refused
from records.models import Attachment
from records.rules.file_names import safe_name, veiled_name
from records.rules.uploads import media_type, problems_of
from records.storage import Stored, store, unsealed

if TYPE_CHECKING:
    from accounts.models import User
    from records.models.files import AttachmentQuerySet


@transaction.atomic
def attach(  # noqa: PLR0913  what a file is kept by, by name
    *,
    by: User,
    permission: Permission,
    subject: Any,
    label: str,
    upload: UploadedFile,
    at: datetime,
    field: str = "upload",
    sees: Sequence[Permission] = (),
    lies: Placed | None = None,
) -> Attachment:
    """Keep a file of `subject` (a saved model instance with `area_code`, perhaps `unit_codes`).

    With `sees` the file lies encrypted, under its label instead of the name that it came with, and
    opening it needs one of these rights besides the scope. It lies where its subject does, or where
    `lies` says: in a part of it.

    Raises Refused with every problem at `field`: empty, too large, of a kind not taken in, or with
    content that does not go with its extension.
    """
    require(by, permission, on=lies or subject)
    head = upload.read(16)
    upload.seek(0)
    if problems := problems_of(upload.name or "", upload.size or 0, head, field):
        raise Refused(problems)
    kept = _sealed(upload.chunks()) if sees else store("attachments", upload.chunks())
    given = upload.name or ""
    name = veiled_name(given, label) if sees else safe_name(given)
    where = lies or subject
    row = _row(
        by=by, at=at, subject=subject, where=where, label=label, name=name, kept=kept, sees=sees
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


def keep_derived(  # noqa: PLR0913  as `attach`
    *,
    by: User,
    permission: Permission,
    subject: Any,
    label: str,
    name: str,
    content: bytes,
    at: datetime,
    sees: Sequence[Permission],
    lies: Placed,
) -> Attachment:
    """Keep, encrypted, what the product made itself of a file: that file stands in the trail."""
    require(by, permission, on=lies)
    kept = _sealed([content])
    return _row(
        by=by, at=at, subject=subject, where=lies, label=label, name=name, kept=kept, sees=sees
    )


@transaction.atomic
def open_sealed(*, by: User, row: Attachment) -> bytes:
    """The content of a file that lies encrypted; who opened it stays in the trail.

    NotAllowed for who holds none of its rights there; FileNotFoundError when it is gone.
    """
    rights = [Permission(right) for right in row.sees]
    held = next((right for right in rights if can(by, right, on=row)), rights[0])
    require(by, held, on=row)
    content = unsealed(row.path)
    audit.record(
        by=by,
        action="查看密存附件",
        on=row,
        summary=f"查看密存附件：{row.label or row.name}",
        payload={"subject": f"{row.subject_kind}:{row.subject_id}", "sha256": row.sha256},
    )
    return content


def files_of(subject: Model) -> AttachmentQuerySet:
    """The files of one subject that no later one has replaced."""
    return Attachment.objects.of(subject._meta.label_lower, subject.pk).filter(replaced_by=None)


def _row(
    *,
    by: User,
    at: datetime,
    subject: Any,
    where: Placed,
    label: str,
    name: str,
    kept: Stored,
    sees: Sequence[Permission],
) -> Attachment:
    return Attachment.objects.create(
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        label=label,
        area_code=where.area_code,
        unit_codes=list(getattr(where, "unit_codes", ())),
        name=name,
        content_type=media_type(name),
        size=kept.size,
        sha256=kept.sha256,
        path=kept.path,
        sees=[right.value for right in sees],
        added_at=at,
        added_by=by,
    )


def _sealed(chunks: Iterable[bytes]) -> Stored:
    """Encrypted bytes on disk; hash and size are those of the content."""
    content = b"".join(chunks)
    kept = store("attachments", [seal(content)])
    return Stored(kept.path, sha256(content).hexdigest(), len(content))

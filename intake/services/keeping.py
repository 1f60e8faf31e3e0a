"""Uploaded files at rest: as they came in, or encrypted where they hold personal data."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.crypto import seal, unseal
from intake.kinds import KINDS
from intake.models import Upload
from records.storage import Stored, opened, store

FOLDER = "imports"
SEALED_FOLDER = "imports-sealed"


def keep(content: bytes, *, sealed: bool) -> Stored:
    """Store the bytes; the hash is that of the file as it came, also where it lies encrypted."""
    if not sealed:
        return store(FOLDER, [content])
    kept = store(SEALED_FOLDER, [seal(content)])
    return replace(kept, sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def content_of(upload: Upload) -> bytes:
    """The file exactly as it came in; FileNotFoundError when it is gone."""
    with opened(upload.path) as file:
        content = file.read()
    return unseal(content) if upload.path.startswith(SEALED_FOLDER) else content


def personal(upload: Upload) -> bool:
    """Whether the file holds personal data."""
    return bool(KINDS[upload.kind].spec.personal)


@transaction.atomic
def hand_out(*, by: User, upload: Upload) -> None:
    """Note that a file with personal data in clear was taken out, before it is."""
    require(by, Permission.VIEW_PERSONS, on=upload)
    record(by=by, action="import.file", on=upload, summary="下载含个人信息的原文件")

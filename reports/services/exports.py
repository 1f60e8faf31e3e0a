"""Exports leave their line in the trail: who, what, with the digest of the file."""

from __future__ import annotations

import hashlib

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Round


@transaction.atomic
def note_export(*, by: User, round_: Round, name: str, body: bytes) -> None:
    """Enter an exported table of a round."""
    require(by, Permission.EXPORT, on=round_)
    record(
        by=by,
        action="export",
        on=round_,
        area_code=round_.area_code,
        project_id=round_.project_id,
        summary=f"导出 {name}",
        payload={"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)},
    )

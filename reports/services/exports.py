"""Exports leave their line in the trail: who, what, with the digest of the file."""

from __future__ import annotations

import hashlib

from django.db import transaction

from accounts.access import require_in_part
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Round
from approvals.selectors.seeing import own_part, own_projects


@transaction.atomic
def note_export(*, by: User, round_: Round, name: str, body: bytes) -> None:
    """Enter an exported table of a round."""
    require_in_part(by, Permission.EXPORT, on=round_)
    mine = own_projects(by, round_)
    record(
        by=by,
        action="export",
        on=round_,
        area_code=own_part(by, round_).area_code,
        project_id=mine[0].pk,
        summary=f"导出 {name}",
        payload={"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)},
    )

"""Out as one file, in as one file; what comes in is a draft, whatever it was elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from policies.loading.cases import checked_cases
from policies.loading.parse import parse_document
from policies.loading.soundness import shown
from policies.loading.transfer import Transfer, pack, unpack
from policies.models import PolicyVersion
from policies.services.cloning import Heading
from policies.services.keeping import Content, new_draft

_DECISION = ("conflict", "reading", "reason", "decided_by", "decided_at")
_MOST = 200
_NAMED = ("title", "document", "area_code", "sequence", "status", "exported_at")


def export_version(*, by: User, at: datetime, version: PolicyVersion) -> str:
    """The text of one file: rules, cases, decisions as notes, provenance, hash."""
    require(by, Permission.VIEW_POLICY, on=version.area_code or None)
    return packed(version, at=at)


def packed(version: PolicyVersion, *, at: datetime) -> str:
    """The same for the operator's command, which asks nobody's right."""
    decisions = [
        {
            "conflict": row.conflict_id,
            "reading": row.reading,
            "reason": row.reason,
            "decided_by": str(row.decided_by),
            "decided_at": row.decided_at.isoformat(),
        }
        for row in version.decisions.select_related("decided_by")
    ]
    provenance = {
        "title": version.title,
        "document": version.document_no,
        "area_code": version.area_code,
        "sequence": version.sequence,
        "status": version.status,
        "made_by": str(version.made_by or ""),
        "checked_by": str(version.checked_by or ""),
        "published_by": str(version.published_by or ""),
        "published_at": version.published_at.isoformat() if version.published_at else "",
        "exported_at": at.isoformat(),
    }
    return pack(
        Transfer(version.content, version.cases, version.effective(), decisions, provenance)
    )


@transaction.atomic
def import_version(
    *,
    by: User,
    at: datetime,
    raw: bytes | str,
    heading: Heading | None = None,
    replace: bool = False,
) -> PolicyVersion:
    """A draft of `by` from such a file, under its own heading or another.

    Its decisions are kept as notes of the draft's origin and bind nobody. Raises Refused when the
    file is none, was altered, does not pass the loader, or an open draft stands in the way.
    """
    require(by, Permission.EDIT_POLICY)
    found = unpack(raw)
    document = heading.over(found.document()) if heading else found.document()
    parsed = parse_document(document)
    require(by, Permission.EDIT_POLICY, on=parsed.policy.place or None)
    content = Content(parsed, checked_cases(found.cases, parsed.policy))
    version = new_draft(content=content, by=by, at=at, origin=_origin(found), replace=replace)
    record(
        by=by,
        action="policy.import",
        on=version,
        area_code=version.area_code,
        summary=f"导入为草稿：{version}",
        payload={"hash": content.hash, "foreign": found.hash},
    )
    return version


@transaction.atomic
def ship_transfer(*, at: datetime, raw: bytes | str, name: str) -> PolicyVersion:
    """The same as a draft of nobody, for the operator's command; known content changes nothing."""
    found = unpack(raw, name)
    parsed = parse_document(found.document(), name)
    content = Content(parsed, checked_cases(found.cases, parsed.policy, name))
    known = PolicyVersion.objects.filter(
        policy__key=parsed.policy.key, content_hash=content.hash
    ).first()
    if known:
        return known
    version = new_draft(content=content, by=None, at=at, origin=_origin(found))
    record(
        by=None,
        action="policy.import",
        on=version,
        area_code=version.area_code,
        summary=f"导入为草稿：{version}",
        payload={"hash": content.hash, "foreign": found.hash},
    )
    return version


def _origin(found: Transfer) -> dict[str, Any]:
    """Words from elsewhere: cut to length, never read as anything but words."""
    decisions = [
        {key: shown(str(row.get(key, "")))[:600] for key in _DECISION}
        for row in found.decisions[:_MOST]
    ]
    return {
        "kind": "transfer",
        "policy": shown(str(found.policy.get("policy", "")))[:60],
        **{key: shown(str(found.provenance[key]))[:120] for key in _NAMED},
        "hash": found.hash,
        "decisions": decisions,
    }

"""Writing the audit trail: last in every service's transaction."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from django.db import connection

from accounts.models import AuditEntry
from accounts.rules.chain import GENESIS, entry_hash, stamp
from common.area_codes import district_of
from common.clock import real_now
from common.names import veil_numbers

if TYPE_CHECKING:
    from accounts.models import User

_LOCK_SPACE = 7001


def record(
    *,
    by: User | None,
    action: str,
    on: Any,
    area_code: str | None = None,
    project_id: int | None = None,
    summary: str = "",
    payload: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry to the chain of the thing's district; call it last, inside the transaction.

    `on` is a saved model instance (its label and key are kept, not a reference). `payload` holds
    ids, masked values, exact numbers as text and digests, never clear personal data; mobile and ID
    numbers that somebody wrote into a reason are masked here. `by` is None only for the system
    itself. `area_code` is that of `on` unless given; "" is the installation's own chain. The
    advisory lock holds the chain until the transaction ends.
    """
    code = getattr(on, "area_code", "") if area_code is None else area_code
    chain = district_of(code) or "system"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, zlib.crc32(chain.encode()) >> 1]
        )
    last = AuditEntry.objects.filter(chain=chain).order_by("-sequence").first()
    moment = real_now()
    values: dict[str, Any] = {
        "chain": chain,
        "sequence": last.sequence + 1 if last else 1,
        "actor_id": by.pk if by else None,
        "actor_name": str(by) if by else "系统",
        "action": action,
        "area_code": code,
        "object_kind": on._meta.label_lower,
        "object_id": str(on.pk),
        "project_id": project_id,
        "summary": veil_numbers(summary)[:300],
        "payload": _veiled(payload or {}),
        "previous_hash": last.hash if last else GENESIS,
    }
    digest = entry_hash({**values, "recorded": stamp(moment)})
    return AuditEntry.objects.create(**values, recorded=moment, hash=digest)


def _veiled(value: Any) -> Any:
    """The payload with its texts veiled; keys and everything that is no text as they are."""
    if isinstance(value, str):
        return veil_numbers(value)
    if isinstance(value, dict):
        return {key: _veiled(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_veiled(one) for one in value]
    return value

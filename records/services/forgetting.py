"""Letting go of what was kept only so that nothing is done or typed twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.services.audit import record
from common.errors import Refused
from records.models import Draft, IdempotencyKey

SHORTEST = 30
"""A telephone that lay in a drawer for the length of a notice may still send what it kept."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Rows let go, of each kind."""

    keys: int
    drafts: int


@transaction.atomic
def forget(*, at: datetime, days: int) -> Forgotten:
    """Delete keys with their answers, and drafts, that are older than `days` before `at`.

    The rows that the keys stand for stay; the same request would then be a new one. Raises Refused
    below `SHORTEST` days.
    """
    if days < SHORTEST:
        raise Refused(f"至少保留 {SHORTEST} 天。")
    until = at - timedelta(days=days)
    keys, _ = IdempotencyKey.objects.filter(created__lt=until).delete()
    drafts, _ = Draft.objects.filter(saved__lt=until).delete()
    if keys or drafts:
        record(
            by=None,
            action="keys.forget",
            on=IdempotencyKey(),
            area_code="",
            summary=f"清理 {days} 天以前的幂等键 {keys} 个、草稿 {drafts} 份",
            payload={"keys": keys, "drafts": drafts, "until": until.isoformat()},
        )
    return Forgotten(keys, drafts)

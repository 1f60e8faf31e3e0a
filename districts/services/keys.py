"""Changing the key under which owners' data lie encrypted."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction

from accounts.services import audit
from districts.models import Owner

_FIELDS = ("name", "phone", "number")


def rotate(*, batch: int = 500) -> int:
    """Encrypt every owner's fields anew that do not lie under the first key; returns how many.

    Works through the table in batches of their own transactions; the ciphertext tells its key.
    """
    key_id = settings.FIELD_KEYS[0][0]
    count = 0
    while rows := _batch(key_id, batch):
        count += rows
    return count


@transaction.atomic
def _batch(key_id: str, size: int) -> int:
    owners = list(Owner.objects.select_for_update().filter(pk__in=_stale(key_id, size)))
    Owner.objects.bulk_update(owners, _FIELDS)
    if owners:
        audit.record(
            by=None,
            action="更换密钥",
            on=owners[0],
            area_code="",
            summary=f"重新加密业主 {len(owners)} 人",
            payload={"key": key_id, "from": owners[0].pk, "to": owners[-1].pk},
        )
    return len(owners)


def _stale(key_id: str, size: int) -> list[int]:
    """Owners with a ciphertext under another key; compared in the database, without reading it."""
    other = "({0} <> '' AND {0} NOT LIKE %s)"
    where = " OR ".join(other.format(field) for field in _FIELDS)
    like = key_id.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + ":%"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM districts_owner WHERE {where} ORDER BY id LIMIT %s",  # noqa: S608
            [like] * len(_FIELDS) + [size],
        )
        return [pk for (pk,) in cursor.fetchall()]

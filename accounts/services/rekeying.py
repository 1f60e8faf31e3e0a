"""Changing the key under which personal data lie encrypted in the tables."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from accounts.maintenance import maintenance
from accounts.services import audit
from common.crypto import decrypt, encrypt
from common.fields import EncryptedText


def encrypted_models() -> list[type[Model]]:
    """Every table with an encrypted column, whichever room it is in."""
    return [model for model in apps.get_models() if _columns(model)]


def rekey_fields(model: type[Model], *, batch: int = 500) -> int:
    """Encrypt every row anew that does not lie under the first key; returns how many.

    Works through the table in batches of their own transactions; the ciphertext tells its key, so
    a run that was stopped goes on where it was. Rows that nobody may change keep all but the key.
    """
    count = 0
    while rows := _batch(model, batch):
        count += rows
    return count


def _columns(model: type[Model]) -> list[str]:
    fields = model._meta.concrete_fields
    return [str(field.column) for field in fields if isinstance(field, EncryptedText)]


@transaction.atomic
def _batch(model: type[Model], size: int) -> int:
    """Ciphertext is compared in the database, without reading it."""
    columns, table = _columns(model), model._meta.db_table
    names = ", ".join(f'"{column}"' for column in columns)
    stale = " OR ".join(f'("{column}" <> \'\' AND "{column}" NOT LIKE %s)' for column in columns)
    sets = ", ".join(f'"{column}" = %s' for column in columns)
    with connection.cursor() as cursor, maintenance():
        cursor.execute(
            f'SELECT id, {names} FROM "{table}" WHERE {stale} ORDER BY id LIMIT %s FOR UPDATE',  # noqa: S608
            [_like()] * len(columns) + [size],
        )
        rows = cursor.fetchall()
        cursor.executemany(
            f'UPDATE "{table}" SET {sets} WHERE id = %s',  # noqa: S608
            [(*map(_anew, stored), pk) for pk, *stored in rows],
        )
    if rows:
        audit.record(
            by=None,
            action="更换密钥",
            on=model(pk=rows[0][0]),
            area_code="",
            summary=f"重新加密{model._meta.verbose_name} {len(rows)} 条",
            payload={"key": settings.FIELD_KEYS[0][0], "from": rows[0][0], "to": rows[-1][0]},
        )
    return len(rows)


def _anew(stored: Any) -> Any:
    return encrypt(decrypt(stored)) if stored else stored


def _like() -> str:
    key_id = str(settings.FIELD_KEYS[0][0])
    return key_id.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + ":%"

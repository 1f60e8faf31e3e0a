"""Changing the key under which files with personal data lie encrypted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.maintenance import maintenance
from accounts.services import audit
from common.crypto import seal
from records.storage import opened, store, unsealed


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """How many files were encrypted anew, and the rows whose file is gone."""

    files: int
    missing: tuple[str, ...]


def rekey_files(rows: QuerySet[Any]) -> Rekeyed:
    """Encrypt the files of these rows (`path`) anew that do not lie under the first key.

    Name, size and hash of the content stay. The new file is written and named before the old one
    goes; a run that was stopped goes on where it was.
    """
    done, missing = 0, []
    for pk, path in rows.order_by("pk").values_list("pk", "path"):
        try:
            stale = not _current(path)
        except FileNotFoundError:
            missing.append(f"{rows.model._meta.label_lower}:{pk}")
            continue
        if stale:
            _anew(rows, pk, path)
            done += 1
    return Rekeyed(done, tuple(missing))


def _current(path: str) -> bool:
    mark = f"{settings.FIELD_KEYS[0][0]}:".encode()
    with opened(path) as file:
        return file.read(len(mark)) == mark


@transaction.atomic
def _anew(rows: QuerySet[Any], pk: int, path: str) -> None:
    kept = store(path.split("/", 1)[0], [seal(unsealed(path))])
    with maintenance():
        rows.filter(path=path).update(path=kept.path)
    row = rows.get(pk=pk)
    audit.record(
        by=None,
        action="更换密钥",
        on=row,
        area_code="",
        summary=f"重新加密文件（{rows.model._meta.verbose_name}）",
        payload={"key": settings.FIELD_KEYS[0][0], "sha256": row.sha256},
    )
    transaction.on_commit(lambda: (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True))

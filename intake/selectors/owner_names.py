"""Owners in the lists of an undo, which keep their keys: as they may be shown."""

from __future__ import annotations

from collections.abc import Iterable

from districts.models import Owner

GONE = "已不在册的业主"


def owner_names(texts: Iterable[str | None]) -> dict[str, str]:
    """Masked names by every text of keys with commas between; "" stays "" (one query)."""
    keys = {text: [int(key) for key in text.split(",")] for text in texts if text}
    rows = Owner.objects.filter(pk__in={key for found in keys.values() for key in found})
    names = dict(rows.values_list("pk", "name_masked")) if keys else {}
    return {text: "、".join(names.get(key, GONE) for key in found) for text, found in keys.items()}

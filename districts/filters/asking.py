"""Questions that several filters ask: a figure in a band, something entered or not."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, QuerySet

from districts.rules import bands

KNOWN = [("yes", "已登记"), ("no", "未登记")]


def in_band(
    rows: QuerySet[Any], field: str, found: tuple[bands.Band, ...], key: str
) -> QuerySet[Any]:
    """Rows whose figure lies in the band of that key, or is not known."""
    if key == bands.UNKNOWN:
        return rows.filter(**{f"{field}__isnull": True})
    one = bands.band(found, key)
    least = {f"{field}__gte": one.least} if one and one.least is not None else {}
    most = {f"{field}__lte": one.most} if one and one.most is not None else {}
    return rows.filter(**least, **most)


def exists(rows: QuerySet[Any], inner: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Rows of which there is something ("yes") or nothing ("no") further in."""
    there = Exists(inner)
    return rows.filter(there if value == "yes" else ~there)

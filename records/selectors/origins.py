"""Where the rows of the database come from: the file, the sheet and the row that last said so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model, QuerySet

from records.models import WrittenRow


@dataclass(frozen=True, slots=True)
class Origin:
    """One line of one import, by the import's number."""

    upload_id: int
    sheet: str
    row: int


def origins_of(model: type[Model], ids: Collection[int]) -> Mapping[int, Origin]:
    """The line that last wrote each row; rows that no import wrote are missing. One query."""
    rows = (
        WrittenRow.objects.filter(
            table=model._meta.label_lower, object_id__in=ids, row__isnull=False
        )
        .order_by("object_id", "-pk")
        .distinct("object_id")
    )
    return {row.object_id: Origin(row.upload_id, row.sheet, row.row or 0) for row in rows}


def imports_of(rows: QuerySet[Any]) -> list[tuple[int, int]]:
    """Which imports entered how many of these rows, the first import first. One query."""
    found = WrittenRow.objects.filter(
        table=rows.model._meta.label_lower, object_id__in=rows.order_by().values("pk")
    )
    entered = found.filter(before__isnull=True).order_by("upload_id").values("upload_id")
    return [(row["upload_id"], row["rows"]) for row in entered.annotate(rows=Count("pk"))]

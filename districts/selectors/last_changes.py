"""Who last changed the rows of a register, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from districts.models import RegisterChange


@dataclass(frozen=True, slots=True)
class LastChange:
    """The last correction of one row."""

    at: datetime
    by: str
    reason: str


def last_changes(table: str, area_code: str) -> dict[int, LastChange]:
    """By the row's key, for rows of one table inside a place; one query."""
    rows = RegisterChange.objects.filter(
        subject_kind=table, community__area_code__startswith=area_code
    )
    columns = ("subject_id", "changed_at", "changed_by__display_name", "reason")
    return {
        int(key): LastChange(at, by, reason)
        for key, at, by, reason in rows.order_by("pk").values_list(*columns)
    }

"""Project numbers: district, year, running number; taken under a lock and never reused."""

from __future__ import annotations

from django.db import connection

from renovation.models import Project

_LOCK_SPACE = 7005


def take_codes(place: str, year: int, count: int = 1) -> list[str]:
    """The next free numbers of the place and year; held until the transaction ends."""
    prefix = f"{place}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_SPACE, prefix])
    used = Project.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    numbers = [int(tail) for code in used if (tail := code[len(prefix) :]).isdigit()]
    last = max(numbers, default=0)
    return [f"{prefix}{last + step:04d}" for step in range(1, count + 1)]

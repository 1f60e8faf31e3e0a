"""The last call at each home of a round."""

from __future__ import annotations

from collections.abc import Iterable

from approvals.models import Visit


def last_calls(units: Iterable[int]) -> dict[int, Visit]:
    """Home → its latest visit, for these homes (one query)."""
    rows = Visit.objects.filter(unit__in=list(units)).order_by("unit_id", "-visited_at", "-pk")
    return {visit.unit_id: visit for visit in rows.distinct("unit_id")}

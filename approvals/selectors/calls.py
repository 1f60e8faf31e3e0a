"""Doors of a round: homes that are called on together, the last call at each."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import User
from approvals.models import HeadUnit, Visit
from approvals.selectors.seeing import homes_seen


def door_of(unit: HeadUnit, user: User) -> list[HeadUnit]:
    """This owner's homes in scope that have not answered, in stair order; else the one.

    One query.
    """
    homes = homes_seen(unit.round, user)
    same = homes.filter(head=unit.head_id).exclude(papers__live=True)
    return list(same.order_by("position")) or [unit]


def last_calls(units: Iterable[int]) -> dict[int, Visit]:
    """Home → its latest visit, for these homes (one query)."""
    rows = Visit.objects.filter(unit__in=list(units)).order_by("unit_id", "-visited_at", "-pk")
    return {visit.unit_id: visit for visit in rows.distinct("unit_id")}

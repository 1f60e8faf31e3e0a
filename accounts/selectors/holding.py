"""Which unit holds a right at a place: so that one knows whom to ask."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import Assignment
from accounts.permissions import GRANTS, Permission
from common.clock import real_now


def holding(permission: Permission, places: Iterable[str]) -> dict[str, str]:
    """Place → code of the nearest unit whose people hold the right there (one query, or none).

    Of several at the same place always the same one.
    """
    asked = set(places)
    if not asked:
        return {}
    on = real_now().date()
    roles = [role.value for role, rights in GRANTS.items() if permission in rights]
    rows = Assignment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), role__in=roles, starts_on__lte=on
    ).exclude(unit_code="")
    held = sorted(set(rows.values_list("area_code", "unit_code")))
    return {place: unit for area, unit in held for place in asked if place.startswith(area)}

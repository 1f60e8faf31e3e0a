"""Accounts as administrators see them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import User


def people_of(by: User) -> QuerySet[User]:
    """Accounts that hold or held a role in the administrator's place, with their assignments."""
    condition = Q(pk__in=[])
    for code in by.access.area_codes():
        condition |= Q(assignments__area_code__startswith=code)
    return User.objects.filter(condition).distinct().prefetch_related("assignments")

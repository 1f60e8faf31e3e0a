"""Filters of the trail and of accounts."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet

from accounts.action_words import WORDS
from accounts.models import AuditEntry, User


class AuditFilter(django_filters.FilterSet):
    """By words, person, place, object and days (civil days in Asia/Shanghai)."""

    q = django_filters.CharFilter(method="words")
    action = django_filters.CharFilter(field_name="action", lookup_expr="exact")
    actor = django_filters.CharFilter(field_name="actor_name", lookup_expr="icontains")
    area = django_filters.CharFilter(field_name="area_code", lookup_expr="startswith")
    project = django_filters.NumberFilter(field_name="project_id")
    since = django_filters.DateFilter(field_name="recorded", lookup_expr="date__gte")
    until = django_filters.DateFilter(field_name="recorded", lookup_expr="date__lte")

    class Meta:
        model = AuditEntry
        fields: tuple[str, ...] = ()

    def words(self, rows: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        """In the summary or the action, by its code or its words."""
        codes = [code for code, words in WORDS.items() if value in words]
        return rows.filter(
            Q(summary__icontains=value) | Q(action__icontains=value) | Q(action__in=codes)
        )


class UserFilter(django_filters.FilterSet):
    """By name or account, role, and whether it is in use."""

    q = django_filters.CharFilter(method="words")
    role = django_filters.CharFilter(field_name="assignments__role")
    active = django_filters.BooleanFilter(field_name="is_active")

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def words(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """In the account or the name."""
        return rows.filter(Q(username__icontains=value) | Q(display_name__icontains=value))

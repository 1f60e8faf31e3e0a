"""The filter of communities."""

from __future__ import annotations

import django_filters
from django.db.models import OuterRef, Q, QuerySet

from common.names import normalise
from districts.filters.asking import KNOWN, exists, in_band
from districts.models import Building, Community
from districts.rules import bands


class CommunityFilter(django_filters.FilterSet):
    """By name or alias (in part), place, age, and what the register still lacks."""

    q = django_filters.CharFilter(method="words", label="名称、别名或代码")
    area = django_filters.CharFilter(
        field_name="area_code", lookup_expr="startswith", label="区划代码"
    )
    homes = django_filters.ChoiceFilter(method="register", choices=KNOWN, label="房屋登记")
    built = django_filters.ChoiceFilter(
        method="age", choices=bands.choices(bands.YEARS), label="建成年份"
    )
    managed = django_filters.ChoiceFilter(
        method="management", choices=[("yes", "有"), ("no", "未填")], label="物业管理"
    )

    class Meta:
        model = Community
        fields: tuple[str, ...] = ()

    def words(self, rows: QuerySet[Community], name: str, value: str) -> QuerySet[Community]:
        """In the name or the code, or exactly an alias."""
        text = normalise(value)
        return rows.filter(
            Q(normalised_name__contains=text)
            | Q(code__startswith=text)
            | Q(aliases__contains=[text])
        )

    def register(self, rows: QuerySet[Community], name: str, value: str) -> QuerySet[Community]:
        """Whether any building is entered."""
        return exists(rows, Building.objects.filter(community=OuterRef("pk")), value)

    def age(self, rows: QuerySet[Community], name: str, value: str) -> QuerySet[Community]:
        """When it was built."""
        return in_band(rows, "built_year", bands.YEARS, value)

    def management(self, rows: QuerySet[Community], name: str, value: str) -> QuerySet[Community]:
        """Whether a property manager is entered."""
        return rows.exclude(management="") if value == "yes" else rows.filter(management="")

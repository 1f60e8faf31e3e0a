"""Filters of register lists, for pages and REST alike."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet

from common.names import normalise
from districts.models import Area, Building, Community, ExclusiveUnit, ResponsibleUnit


class CommunityFilter(django_filters.FilterSet):
    """By name or alias (in part), place, and what the register still lacks."""

    q = django_filters.CharFilter(method="words", label="名称、别名或代码")
    area = django_filters.CharFilter(
        field_name="area_code", lookup_expr="startswith", label="区划代码"
    )
    homes = django_filters.ChoiceFilter(
        method="register", choices=[("yes", "已登记"), ("no", "未登记")], label="房屋登记"
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
        return rows.filter(buildings__isnull=value == "no").distinct()


class AreaFilter(django_filters.FilterSet):
    """By level and by the place around."""

    level = django_filters.CharFilter(label="级别")
    within = django_filters.CharFilter(
        field_name="code", lookup_expr="startswith", label="上级代码"
    )

    class Meta:
        model = Area
        fields: tuple[str, ...] = ()


class BuildingFilter(django_filters.FilterSet):
    """By community."""

    community = django_filters.NumberFilter(field_name="community_id", label="小区编号")

    class Meta:
        model = Building
        fields: tuple[str, ...] = ()


class UnitFilter(django_filters.FilterSet):
    """By community, building, kind and room."""

    community = django_filters.NumberFilter(field_name="building__community_id", label="小区编号")
    building = django_filters.NumberFilter(field_name="building_id", label="楼栋编号")
    kind = django_filters.CharFilter(label="类别")
    room = django_filters.CharFilter(label="室号")

    class Meta:
        model = ExclusiveUnit
        fields: tuple[str, ...] = ()


class ResponsibleUnitFilter(django_filters.FilterSet):
    """By place and kind."""

    area = django_filters.CharFilter(
        field_name="area_code", lookup_expr="startswith", label="区划代码"
    )
    kind = django_filters.CharFilter(label="类别")

    class Meta:
        model = ResponsibleUnit
        fields: tuple[str, ...] = ()

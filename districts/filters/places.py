"""Filters of areas and responsible units."""

from __future__ import annotations

import django_filters

from districts.models import Area, ResponsibleUnit


class AreaFilter(django_filters.FilterSet):
    """By level and by the place around."""

    level = django_filters.CharFilter(label="级别")
    within = django_filters.CharFilter(
        field_name="code", lookup_expr="startswith", label="上级代码"
    )

    class Meta:
        model = Area
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

"""Filters of register lists, for pages and REST alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from common.names import normalise
from districts.models import (
    Area,
    Building,
    Community,
    ExclusiveUnit,
    Ownership,
    ResponsibleUnit,
)
from districts.models.homes import AREA_SOURCES, KINDS
from districts.rules import bands
from districts.rules.rooms import bare

KNOWN = [("yes", "已登记"), ("no", "未登记")]


def _in_band(
    rows: QuerySet[Any], field: str, found: tuple[bands.Band, ...], key: str
) -> QuerySet[Any]:
    """Rows whose figure lies in the band of that key, or is not known."""
    if key == bands.UNKNOWN:
        return rows.filter(**{f"{field}__isnull": True})
    one = bands.band(found, key)
    least = {f"{field}__gte": one.least} if one and one.least is not None else {}
    most = {f"{field}__lte": one.most} if one and one.most is not None else {}
    return rows.filter(**least, **most)


def _exists(rows: QuerySet[Any], inner: QuerySet[Any], value: str) -> QuerySet[Any]:
    there = Exists(inner)
    return rows.filter(there if value == "yes" else ~there)


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
        return _exists(rows, Building.objects.filter(community=OuterRef("pk")), value)

    def age(self, rows: QuerySet[Community], name: str, value: str) -> QuerySet[Community]:
        """When it was built."""
        return _in_band(rows, "built_year", bands.YEARS, value)

    def management(self, rows: QuerySet[Community], name: str, value: str) -> QuerySet[Community]:
        """Whether a property manager is entered."""
        return rows.exclude(management="") if value == "yes" else rows.filter(management="")


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
    """By community, place, structure, storeys, age, and whether its units are entered."""

    q = django_filters.CharFilter(method="words", label="小区名称（含）或楼号")
    area = django_filters.CharFilter(
        field_name="community__area_code", lookup_expr="startswith", label="区划代码"
    )
    community = django_filters.NumberFilter(field_name="community_id", label="小区编号")
    structure = django_filters.CharFilter(method="made_of", label="结构")
    storeys = django_filters.ChoiceFilter(
        method="height", choices=bands.choices(bands.STOREYS), label="层数"
    )
    built = django_filters.ChoiceFilter(
        method="age", choices=bands.choices(bands.YEARS), label="建成年份"
    )
    homes = django_filters.ChoiceFilter(method="register", choices=KNOWN, label="房屋登记")

    class Meta:
        model = Building
        fields: tuple[str, ...] = ()

    def words(self, rows: QuerySet[Building], name: str, value: str) -> QuerySet[Building]:
        """In the community's name, or exactly the number."""
        text = normalise(value)
        return rows.filter(Q(community__normalised_name__contains=text) | Q(number=bare(text)))

    def made_of(self, rows: QuerySet[Building], name: str, value: str) -> QuerySet[Building]:
        """As entered, or not entered."""
        return rows.filter(structure="" if value == bands.UNKNOWN else value)

    def height(self, rows: QuerySet[Building], name: str, value: str) -> QuerySet[Building]:
        """How many storeys."""
        return _in_band(rows, "storeys", bands.STOREYS, value)

    def age(self, rows: QuerySet[Building], name: str, value: str) -> QuerySet[Building]:
        """When it was built."""
        return _in_band(rows, "built_year", bands.YEARS, value)

    def register(self, rows: QuerySet[Building], name: str, value: str) -> QuerySet[Building]:
        """Whether any unit is entered."""
        return _exists(rows, ExclusiveUnit.objects.filter(building=OuterRef("pk")), value)


class UnitFilter(django_filters.FilterSet):
    """By community, building, kind, room, proof of the area, and whether an owner is entered.

    Owners are found by exact words on their own page only, never here.
    """

    q = django_filters.CharFilter(method="words", label="小区名称（含）或室号")
    area = django_filters.CharFilter(
        field_name="building__community__area_code", lookup_expr="startswith", label="区划代码"
    )
    community = django_filters.NumberFilter(field_name="building__community_id", label="小区编号")
    building = django_filters.NumberFilter(field_name="building_id", label="楼栋编号")
    kind = django_filters.ChoiceFilter(choices=list(KINDS.items()), label="类别")
    room = django_filters.CharFilter(label="室号")
    area_source = django_filters.ChoiceFilter(choices=list(AREA_SOURCES.items()), label="面积依据")
    owners = django_filters.ChoiceFilter(method="owned", choices=KNOWN, label="业主登记")
    share = django_filters.ChoiceFilter(
        method="shared", choices=[("yes", "已填"), ("no", "未填")], label="登记面积（含公摊）"
    )

    class Meta:
        model = ExclusiveUnit
        fields: tuple[str, ...] = ()

    def words(
        self, rows: QuerySet[ExclusiveUnit], name: str, value: str
    ) -> QuerySet[ExclusiveUnit]:
        """In the community's name, or exactly the room."""
        text = normalise(value)
        return rows.filter(
            Q(building__community__normalised_name__contains=text) | Q(room=bare(text))
        )

    def owned(
        self, rows: QuerySet[ExclusiveUnit], name: str, value: str
    ) -> QuerySet[ExclusiveUnit]:
        """Whether an owner is entered today."""
        live = Ownership.objects.filter(unit=OuterRef("pk"), ends_on=None)
        return _exists(rows, live, value)

    def shared(
        self, rows: QuerySet[ExclusiveUnit], name: str, value: str
    ) -> QuerySet[ExclusiveUnit]:
        """Whether the registered area with the shared part is entered."""
        return rows.filter(area_with_share__isnull=value == "no")


class ResponsibleUnitFilter(django_filters.FilterSet):
    """By place and kind."""

    area = django_filters.CharFilter(
        field_name="area_code", lookup_expr="startswith", label="区划代码"
    )
    kind = django_filters.CharFilter(label="类别")

    class Meta:
        model = ResponsibleUnit
        fields: tuple[str, ...] = ()

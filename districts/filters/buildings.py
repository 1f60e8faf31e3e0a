"""The filter of buildings."""

from __future__ import annotations

import django_filters
from django.db.models import OuterRef, Q, QuerySet

from common.names import normalise
from districts.filters.asking import KNOWN, exists, in_band
from districts.models import Building, ExclusiveUnit
from districts.rules import bands
from districts.rules.rooms import bare


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
        return in_band(rows, "storeys", bands.STOREYS, value)

    def age(self, rows: QuerySet[Building], name: str, value: str) -> QuerySet[Building]:
        """When it was built."""
        return in_band(rows, "built_year", bands.YEARS, value)

    def register(self, rows: QuerySet[Building], name: str, value: str) -> QuerySet[Building]:
        """Whether any unit is entered."""
        return exists(rows, ExclusiveUnit.objects.filter(building=OuterRef("pk")), value)

"""The filter of homes and other units."""

from __future__ import annotations

import django_filters
from django.db.models import OuterRef, Q, QuerySet

from common.names import normalise
from districts.filters.asking import KNOWN, exists
from districts.models import ExclusiveUnit, Ownership
from districts.models.homes import AREA_SOURCES, KINDS
from districts.rules.rooms import bare


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
        return exists(rows, live, value)

    def shared(
        self, rows: QuerySet[ExclusiveUnit], name: str, value: str
    ) -> QuerySet[ExclusiveUnit]:
        """Whether the registered area with the shared part is entered."""
        return rows.filter(area_with_share__isnull=value == "no")

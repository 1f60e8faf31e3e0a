"""REST of areas and responsible units."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin

from accounts.rest import ReadViewSet, ScopedViewSet
from districts.api.shapes.places import AreaOut, ResponsibleUnitOut
from districts.filters import (
    AreaFilter,
    ResponsibleUnitFilter,
)
from districts.models import (
    Area,
    ResponsibleUnit,
)


@extend_schema_view(list=extend_schema(summary="区划"), retrieve=extend_schema(summary="一个区划"))
class AreaViewSet(ReadViewSet):
    """Areas in scope, by code."""

    queryset = Area.objects.order_by("code")
    serializer_class = AreaOut
    filterset_class = AreaFilter
    lookup_field = "code"


@extend_schema_view(list=extend_schema(summary="责任单位"))
class ResponsibleUnitViewSet(ListModelMixin, ScopedViewSet):
    """Responsible units in scope."""

    queryset = ResponsibleUnit.objects.order_by("code")
    serializer_class = ResponsibleUnitOut
    filterset_class = ResponsibleUnitFilter

"""REST of buildings."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema, extend_schema_view

from accounts.permissions import Permission
from accounts.rest import ReadViewSet
from districts.api.shapes.homes import BuildingOut
from districts.filters import (
    BuildingFilter,
)
from districts.models import (
    Building,
)


@extend_schema_view(list=extend_schema(summary="楼栋"), retrieve=extend_schema(summary="一栋楼"))
class BuildingViewSet(ReadViewSet):
    """Buildings of communities in scope."""

    permission = Permission.VIEW_REGISTER
    queryset = Building.objects.order_by("community", "position", "number")
    serializer_class = BuildingOut
    filterset_class = BuildingFilter

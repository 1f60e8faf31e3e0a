"""REST of the register: areas, communities, buildings, units, owners (masked)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import ReadViewSet, ScopedViewSet, checked
from accounts.web import visible
from common.clock import business_now, business_today
from districts.filters import (
    AreaFilter,
    BuildingFilter,
    CommunityFilter,
    ResponsibleUnitFilter,
    UnitFilter,
)
from districts.models import (
    Area,
    Building,
    Community,
    ExclusiveUnit,
    Ownership,
    ResponsibleUnit,
)
from districts.selectors.owners import find_ownerships
from districts.serializers import (
    AreaOut,
    BuildingOut,
    CommunityIn,
    CommunityOut,
    CorrectionIn,
    HomesIn,
    HomesOut,
    OwnershipOut,
    OwnersIn,
    ResponsibleUnitOut,
    SearchIn,
    UnitOut,
)
from districts.services.communities import register_community
from districts.services.corrections import change_owners, correct_unit
from districts.services.home_rows import HomeRow, OwnerRow
from districts.services.homes import register_homes
from districts.services.reveal import record_search
from records.rest import Idempotent

_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="幂等键")


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


@extend_schema_view(list=extend_schema(summary="小区"), retrieve=extend_schema(summary="一个小区"))
class CommunityViewSet(Idempotent, ReadViewSet):
    """Communities in scope."""

    permission = Permission.VIEW_REGISTER
    queryset = Community.objects.select_related("street").order_by("area_code", "sort_key", "pk")
    serializer_class = CommunityOut
    filterset_class = CommunityFilter

    @extend_schema(
        summary="登记小区", request=CommunityIn, responses={201: CommunityOut}, parameters=[_KEY]
    )
    def create(self, request: Request) -> Response:
        """A new community in a street of the person's scope."""
        given = checked(CommunityIn, request)
        street = visible(Area.objects.all(), self.person, code=given.pop("street"))
        row = register_community(by=self.person, on=business_today(), street=street, **given)
        return Response(CommunityOut(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="登记房屋和业主", request=HomesIn, responses={201: HomesOut}, parameters=[_KEY]
    )
    @action(detail=True, methods=["post"])
    def homes(self, request: Request, pk: str) -> Response:
        """Many units at once, all or none; every problem of every row is answered."""
        rows = [_home(row) for row in checked(HomesIn, request)["rows"]]
        done = register_homes(
            by=self.person, on=business_today(), community=self.get_object(), rows=rows
        )
        body = {
            "units": [unit.pk for unit in done.units],
            "owners": len(done.owners),
            "doubtful": [owner.name_masked for owner in done.doubtful],
        }
        return Response(body, status=status.HTTP_201_CREATED)


@extend_schema_view(list=extend_schema(summary="楼栋"), retrieve=extend_schema(summary="一栋楼"))
class BuildingViewSet(ReadViewSet):
    """Buildings of communities in scope."""

    permission = Permission.VIEW_REGISTER
    queryset = Building.objects.order_by("community", "position", "number")
    serializer_class = BuildingOut
    filterset_class = BuildingFilter

    def get_queryset(self) -> Any:
        """Seen with their community."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        scope = self.person.access.scope("community__area_code")
        return self.queryset.filter(scope)


@extend_schema_view(
    list=extend_schema(summary="专有部分"), retrieve=extend_schema(summary="一套专有部分")
)
class UnitViewSet(Idempotent, ReadViewSet):
    """Exclusive units of communities in scope."""

    permission = Permission.VIEW_REGISTER
    queryset = ExclusiveUnit.objects.select_related("building__community", "entrance").order_by(
        "building__community", "building__position", "position", "code"
    )
    serializer_class = UnitOut
    filterset_class = UnitFilter

    @extend_schema(summary="更正房屋", request=CorrectionIn, responses=UnitOut, parameters=[_KEY])
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """With a reason; the old values stay in the history."""
        changes = checked(CorrectionIn, request)
        reason = changes.pop("reason")
        row = correct_unit(
            by=self.person,
            on=business_today(),
            at=business_now(),
            unit=self.get_object(),
            changes=changes,
            reason=reason,
        )
        return Response(UnitOut(row).data)

    @extend_schema(
        summary="变更产权人",
        request=OwnersIn,
        responses=OwnershipOut(many=True),
        parameters=[_KEY],
    )
    @action(detail=True, methods=["post"])
    def owners(self, request: Request, pk: str) -> Response:
        """From the business day on."""
        given, unit = checked(OwnersIn, request), self.get_object()
        change_owners(
            by=self.person,
            on=business_today(),
            at=business_now(),
            unit=unit,
            owners=[OwnerRow(**row) for row in given["owners"]],
            reason=given["reason"],
        )
        live = unit.ownerships.filter(ends_on=None).select_related("owner", "unit__building")
        return Response(OwnershipOut(live, many=True).data)


@extend_schema_view(list=extend_schema(summary="业主（掩码）"))
class OwnerViewSet(ListModelMixin, ScopedViewSet):
    """Who owns what, masked; clear names are not given out over REST."""

    permission = Permission.VIEW_REGISTER
    queryset = (
        Ownership.objects.filter(ends_on=None)
        .select_related("owner", "unit__building", "unit__entrance")
        .defer("owner__name", "owner__phone", "owner__number")
        .order_by("unit__building__community", "unit__building__position", "unit__code", "pk")
    )
    serializer_class = OwnershipOut
    filterset_fields = {"unit": ["exact"], "unit__building__community": ["exact"]}

    def get_queryset(self) -> Any:
        """Seen with the community of the unit."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        scope = self.person.access.scope("unit__building__community__area_code")
        return self.queryset.filter(scope)

    @extend_schema(
        summary="按姓名、电话或证件号查找业主", request=SearchIn, responses=OwnershipOut(many=True)
    )
    @action(detail=False, methods=["post"])
    def search(self, request: Request) -> Response:
        """Exact matches only; in the body, so that no log holds the words."""
        given = checked(SearchIn, request)
        community = None
        if given.get("community"):
            community = visible(Community.objects.all(), self.person, pk=given["community"])
        found = list(find_ownerships(self.person, given["q"], community)[:100])
        record_search(by=self.person, community=community, found=len(found))
        return Response(OwnershipOut(found, many=True).data)


def _home(row: dict[str, Any]) -> HomeRow:
    owners = tuple(OwnerRow(**owner) for owner in row.pop("owners", ()))
    return HomeRow(owners=owners, **row)

"""REST of communities and of the homes registered in them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import ReadViewSet, checked
from accounts.web import visible
from common.clock import business_today
from districts.api.shapes.communities import CommunityIn, CommunityOut
from districts.api.shapes.home_lists import HomesIn, HomesOut
from districts.filters import (
    CommunityFilter,
)
from districts.models import (
    Area,
    Community,
)
from districts.services.communities import register_community
from districts.services.home_rows import HomeRow, OwnerRow
from districts.services.homes import register_homes
from records.rest import KEY, Idempotent


@extend_schema_view(list=extend_schema(summary="小区"), retrieve=extend_schema(summary="一个小区"))
class CommunityViewSet(Idempotent, ReadViewSet):
    """Communities in scope."""

    permission = Permission.VIEW_REGISTER
    queryset = Community.objects.select_related("street").order_by("area_code", "sort_key", "pk")
    serializer_class = CommunityOut
    filterset_class = CommunityFilter

    @extend_schema(
        summary="登记小区", request=CommunityIn, responses={201: CommunityOut}, parameters=[KEY]
    )
    def create(self, request: Request) -> Response:
        """A new community in a street of the person's scope."""
        given = checked(CommunityIn, request)
        street = visible(Area.objects.all(), self.person, code=given.pop("street"))
        row = register_community(by=self.person, on=business_today(), street=street, **given)
        return Response(CommunityOut(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="登记房屋和业主", request=HomesIn, responses={201: HomesOut}, parameters=[KEY]
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


def _home(row: dict[str, Any]) -> HomeRow:
    owners = tuple(OwnerRow(**owner) for owner in row.pop("owners", ()))
    return HomeRow(owners=owners, **row)

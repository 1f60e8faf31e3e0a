"""REST of owners, masked."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import ScopedViewSet, checked
from accounts.web import visible
from districts.api.shapes.owners import OwnershipOut, SearchIn
from districts.models import (
    Community,
    Ownership,
)
from districts.selectors.owners import find_ownerships
from districts.services.reveal import record_search


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

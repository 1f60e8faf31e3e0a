"""REST of exclusive units: seen, corrected, given to other owners."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import ReadViewSet, checked
from common.clock import business_now, business_today
from districts.api.shapes.homes import CorrectionIn, UnitOut
from districts.api.shapes.owners import OwnershipOut, OwnersIn
from districts.filters import (
    UnitFilter,
)
from districts.models import (
    ExclusiveUnit,
)
from districts.services.corrections import change_owners, correct_unit
from districts.services.home_rows import OwnerRow
from records.rest import KEY, Idempotent


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

    @extend_schema(summary="更正房屋", request=CorrectionIn, responses=UnitOut, parameters=[KEY])
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
        parameters=[KEY],
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

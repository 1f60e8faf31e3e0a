"""REST: /money, planned, received and paid by source or by project."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import IntegerField, Serializer
from rest_framework.views import APIView

from accounts.access import require
from accounts.permissions import Permission
from accounts.rest import person
from funding.api import shapes
from funding.selectors.money_rows import MoneyRow
from funding.selectors.totals import by_project, by_source


class YearIn(Serializer[Any]):
    """The year asked for."""

    year = IntegerField(required=False, min_value=2000, max_value=2100)


class MoneyView(APIView):
    """按来源或按项目的计划、到位、支付。"""

    by_project = False

    @extend_schema(
        summary="按来源或项目汇总资金",
        parameters=[OpenApiParameter("year", int), OpenApiParameter("area", str)],
        responses=shapes.MoneyRowOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Sums in the person's scope, by `?year=` and `?area=`."""
        user = person(request)
        require(user, Permission.VIEW_MONEY)
        asked = YearIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        year, area = asked.validated_data.get("year"), request.query_params.get("area", "")
        rows = (
            list(by_project(area, year, user).values())
            if self.by_project
            else by_source(area, year, user)
        )
        return Response(shapes.MoneyRowOut([_told(row) for row in rows], many=True).data)


def _told(row: MoneyRow) -> dict[str, Any]:
    shares = {name: getattr(row, name) for name in ("received_share", "paid_share")}
    return {
        **{name: getattr(row, name) for name in ("key", "name", "planned", "received", "paid")},
        "missing": row.missing,
        "kept": row.kept,
        **{name: None if share is None else str(share) for name, share in shares.items()},
    }

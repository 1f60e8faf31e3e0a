"""REST: /determinations."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import checked
from common.clock import business_now
from funding.api.shapes import DeterminationIn, DeterminationOut, ShareOut
from funding.models import Determination
from funding.services.basis import Basis
from funding.services.determinations import confirm_shares, determine_shares
from records.rest import WriteViewSet

_BASIS = (
    "social",
    "social_source",
    "garage_area",
    "area",
    "area_source",
    "final_costs",
    "document_no",
)


@extend_schema_view(
    list=extend_schema(summary="出资测算"), retrieve=extend_schema(summary="一次测算")
)
@extend_schema_view(
    list=extend_schema(summary="出资测算"), retrieve=extend_schema(summary="一次测算")
)
class DeterminationViewSet(ListModelMixin, RetrieveModelMixin, WriteViewSet):
    """出资测算：查询、测算、复核、分户应缴。"""

    permission = Permission.VIEW_MONEY
    queryset = Determination.objects.select_related("project").prefetch_related("lines")
    serializer_class = DeterminationOut
    filterset_fields: ClassVar = ["project", "stage", "live"]

    @extend_schema(summary="测算出资", request=DeterminationIn, responses={201: DeterminationOut})
    def create(self, request: Request) -> Response:
        """Determine; 400 with every problem, also where the rule gives no answer."""
        body = checked(DeterminationIn, request)
        basis = Basis() if body["stage"] == "due" else Basis(**{key: body[key] for key in _BASIS})
        row = determine_shares(
            by=self.person,
            at=business_now(),
            project=body["project"],
            stage=body["stage"],
            basis=basis,
            reason=body["reason"],
        )
        return Response(DeterminationOut(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="复核测算", request=None, responses=DeterminationOut)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, **_: Any) -> Response:
        """The second person confirms."""
        row = confirm_shares(by=self.person, at=business_now(), determination=self.get_object())
        return Response(DeterminationOut(row).data)

    @extend_schema(summary="分户应缴", responses=ShareOut(many=True))
    @action(detail=True, methods=["get"], pagination_class=WriteViewSet.pagination_class)
    def shares(self, request: Request, **_: Any) -> Response:
        """What each household owes under it, paged."""
        rows = self.get_object().shares.order_by("unit_code")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(ShareOut(page or [], many=True).data)

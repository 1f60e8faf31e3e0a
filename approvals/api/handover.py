"""/api/v1/handover."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest import checked
from approvals.api import shapes
from approvals.api.base import Bodies
from approvals.models import HandoverItem
from approvals.services import handover
from common.clock import business_now

CREATED = status.HTTP_201_CREATED


@extend_schema_view(
    list=extend_schema(summary="移交清单"), retrieve=extend_schema(summary="一项移交")
)
@extend_schema_view(
    list=extend_schema(summary="移交清单"), retrieve=extend_schema(summary="一项移交")
)
class HandoverViewSet(Bodies):
    """Handover: prepare the list, receive item by item."""

    queryset = HandoverItem.objects.select_related("project")
    serializer_class = shapes.HandoverOut

    @extend_schema(
        summary="编制移交清单",
        request=shapes.PrepareIn,
        responses={201: shapes.HandoverOut(many=True)},
    )
    def create(self, request: Request) -> Response:
        """Draw up the list from the policy."""
        body = checked(shapes.PrepareIn, request)
        project = self.project(body)
        lots = {key: handover.Lot(**lot) for key, lot in body["lots"].items()}
        rows = handover.prepare(by=self.person, at=business_now(), project=project, lots=lots)
        return Response(shapes.HandoverOut(rows, many=True).data, status=CREATED)

    @extend_schema(summary="接收人签收", request=shapes.ReceiveIn, responses=shapes.HandoverOut)
    @action(detail=True, methods=["post"])
    def receive(self, request: Request, pk: str) -> Response:
        """The receiver signs."""
        body = checked(shapes.ReceiveIn, request)
        row = handover.receive(by=self.person, at=business_now(), item=self.get_object(), **body)
        return Response(shapes.HandoverOut(row).data)

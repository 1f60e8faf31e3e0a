"""/api/v1/rounds/{id}/visits/, …/deliver/, …/undelivered/, …/evidence/"""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require_in_part
from accounts.permissions import Permission
from accounts.rest import checked
from approvals.api import shapes
from approvals.api.base import unit_of
from approvals.models import Visit
from approvals.selectors.calls import door_of
from approvals.selectors.seeing import seen
from approvals.services.batches import clear_undelivered, note_undelivered
from approvals.services.evidence import keep_evidence
from approvals.services.visits import deliver_building, record_visits
from common.clock import business_now
from records.rest import WriteViewSet

CREATED = status.HTTP_201_CREATED


class Doors(WriteViewSet):
    """What happened at the doors of a round."""

    @extend_schema(
        methods=["GET"], summary="走访记录", responses=shapes.VisitOut(many=True), request=None
    )
    @extend_schema(
        methods=["POST"],
        summary="登记走访",
        request=shapes.VisitIn,
        responses={201: shapes.VisitOut(many=True)},
    )
    @action(detail=True, methods=["get", "post"], pagination_class=WriteViewSet.pagination_class)
    def visits(self, request: Request, pk: str) -> Response:
        """Calls, the latest first; one call may be at several homes of one owner."""
        row = self.get_object()
        if request.method == "GET":
            require_in_part(self.person, Permission.VIEW_REGISTER, on=row)
            rows = seen(Visit.objects.select_related("unit"), row, self.person)
            page = self.paginate_queryset(rows)
            return self.get_paginated_response(shapes.VisitOut(page, many=True).data)
        body = checked(shapes.VisitIn, request)
        require_in_part(self.person, Permission.RECORD_PAPER, on=row)
        units = [unit_of(row, serial, self.person) for serial in dict.fromkeys(body.pop("serials"))]
        if len(units) == 1:
            units = door_of(units[0], self.person)
        made = record_visits(by=self.person, at=business_now(), round_=row, units=units, **body)
        return Response(shapes.VisitOut(made, many=True).data, status=CREATED)

    @extend_schema(
        summary="整栋已送达", request=shapes.DeliverIn, responses={201: shapes.DeliveredOut}
    )
    @action(detail=True, methods=["post"])
    def deliver(self, request: Request, pk: str) -> Response:
        """Every home of a building has its paper."""
        body = checked(shapes.DeliverIn, request)
        count = deliver_building(
            by=self.person, at=business_now(), round_=self.get_object(), **body
        )
        return Response({"delivered": count}, status=CREATED)

    @extend_schema(
        summary="登记未送达", request=shapes.UndeliveredIn, responses=shapes.UndeliveredOut
    )
    @action(detail=True, methods=["post"])
    def undelivered(self, request: Request, pk: str) -> Response:
        """A paper was not delivered, or was after all."""
        body = checked(shapes.UndeliveredIn, request)
        row = self.get_object()
        require_in_part(self.person, Permission.RECORD_PAPER, on=row)
        unit, reason = unit_of(row, body["serial"], self.person), body["reason"]
        if body["clear"]:
            clear_undelivered(by=self.person, at=business_now(), unit=unit)
            reason = ""
        else:
            note_undelivered(by=self.person, at=business_now(), unit=unit, reason=reason)
        return Response({"serial": unit.serial, "reason": reason})

    @extend_schema(
        summary="上传线上答复凭据",
        request={"multipart/form-data": shapes.EvidenceIn},
        responses={201: shapes.KeptOut},
    )
    @action(detail=True, methods=["post"])
    def evidence(self, request: Request, pk: str) -> Response:
        """What shows an online answer, before it is recorded."""
        body = checked(shapes.EvidenceIn, request)
        row = self.get_object()
        require_in_part(self.person, Permission.RECORD_PAPER, on=row)
        unit = unit_of(row, body["serial"], self.person)
        made = keep_evidence(by=self.person, at=business_now(), unit=unit, upload=body["upload"])
        return Response(shapes.KeptOut(made).data, status=CREATED)

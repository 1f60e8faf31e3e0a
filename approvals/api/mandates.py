"""/api/v1/mandates: who may sign for an owner."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.access import require_in_part
from accounts.permissions import Permission
from accounts.rest import checked
from accounts.web import visible
from approvals.api import shapes
from approvals.api.base import unit_of
from approvals.models import Mandate, Round
from approvals.services.mandates import end_mandate, give_mandate
from common.clock import business_now
from records.rest import WriteViewSet

CREATED = status.HTTP_201_CREATED


@extend_schema_view(
    list=extend_schema(summary="委托书"), retrieve=extend_schema(summary="一份委托书")
)
class MandateViewSet(ListModelMixin, RetrieveModelMixin, WriteViewSet):
    """Mandates: give, end."""

    queryset = Mandate.objects.select_related("round__project", "head").prefetch_related("papers")
    serializer_class: type[BaseSerializer[Any]] = shapes.MandateOut
    filterset_fields: ClassVar[list[str]] = ["round", "head"]
    permission = Permission.VIEW_REGISTER

    @extend_schema(
        summary="登记委托书",
        request={"multipart/form-data": shapes.MandateIn},
        responses={201: shapes.MandateOut},
    )
    def create(self, request: Request) -> Response:
        """Register who may sign for an owner."""
        body = checked(shapes.MandateIn, request)
        rounds = Round.objects.select_related("project", "pin")
        row = visible(rounds, self.person, pk=body.pop("round"))
        require_in_part(self.person, Permission.RECORD_PAPER, on=row)
        unit = unit_of(row, body.pop("serial"), self.person)
        made = give_mandate(by=self.person, at=business_now(), unit=unit, **body)
        return Response(shapes.MandateOut(made).data, status=CREATED)

    @extend_schema(summary="撤销委托书", request=shapes.ReasonIn, responses=shapes.MandateOut)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """The owner takes it back."""
        body = checked(shapes.ReasonIn, request)
        made = end_mandate(by=self.person, at=business_now(), mandate=self.get_object(), **body)
        return Response(shapes.MandateOut(made).data)

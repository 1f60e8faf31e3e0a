"""Registers of the scheme over REST: rows entered, corrected, closed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import ReadViewSet, checked
from accounts.web import visible
from common.clock import business_now
from records.rest import KEY, Idempotent
from renovation.api.shapes.registers import ClosingIn, CorrectionIn, RowIn, RowOut
from renovation.models import Project, RegisterRow
from renovation.services.register_reveal import reveal_rows
from renovation.services.registers import RegisterEntry, close_row, correct_row, enter_row


@extend_schema_view(
    list=extend_schema(summary="台账记录"), retrieve=extend_schema(summary="一条台账记录")
)
class RegisterRowViewSet(Idempotent, ReadViewSet):
    """Rows in scope that no correction has replaced."""

    permission = Permission.VIEW_PROJECTS
    queryset = RegisterRow.objects.order_by("register", "-happened_on", "-pk")
    serializer_class = RowOut
    filterset_fields = ("register", "project", "area_code")
    looks = frozenset({"reveal"})

    def get_queryset(self) -> QuerySet[RegisterRow]:
        """Live rows."""
        return super().get_queryset().filter(superseded_by=None)

    @extend_schema(summary="登记", request=RowIn, responses={201: RowOut}, parameters=[KEY])
    def create(self, request: Request) -> Response:
        """A new row."""
        given = checked(RowIn, request)
        made = enter_row(
            by=self.person,
            at=business_now(),
            register=given["register"],
            entry=self._entry(given),
        )
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="更正", request=CorrectionIn, responses=RowOut, parameters=[KEY])
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """A corrected row in place of this one."""
        given = checked(CorrectionIn, request)
        made = correct_row(
            by=self.person,
            at=business_now(),
            row=self.get_object(),
            entry=self._entry(given),
            reason=given["reason"],
        )
        return Response(self.get_serializer(made).data)

    @extend_schema(summary="办结", request=ClosingIn, responses=RowOut, parameters=[KEY])
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """With its outcome."""
        given = checked(ClosingIn, request)
        made = close_row(by=self.person, at=business_now(), row=self.get_object(), **given)
        return Response(self.get_serializer(made).data)

    @extend_schema(summary="查看姓名", request=None, responses=RowOut)
    @action(detail=True, methods=["post"])
    def reveal(self, request: Request, pk: str) -> Response:
        """The row with its names, for those who may; who looked stands in the trail."""
        row = self.get_object()
        reveal_rows(by=self.person, rows=[row])
        context = {**self.get_serializer_context(), "in_clear": True}
        return Response(RowOut(row, context=context).data)

    def _entry(self, given: dict[str, Any]) -> RegisterEntry:
        project = None
        if given["project"]:
            project = visible(Project.objects.all(), self.person, pk=given["project"])
        day, until = given["happened_on"], given["due_on"]
        return RegisterEntry(given["area_code"], day, given["values"], project, until)

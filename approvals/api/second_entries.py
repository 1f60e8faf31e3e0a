"""/api/v1/rounds/{id}/second/ and /api/v1/second-entries/"""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require_in_part
from accounts.permissions import Permission
from accounts.rest import checked
from accounts.web import visible
from approvals.api.base import unit_of
from approvals.api.shapes import AnswersIn
from approvals.models import Round, SecondEntry
from approvals.services.second_entries import enter_again, settle_difference
from common.clock import business_now
from records.rest import WriteViewSet


class SecondIn(AnswersIn):
    """A second typing, by the number printed on the paper."""

    round = serializers.IntegerField()
    serial = serializers.CharField(max_length=40)
    client_id = serializers.CharField(max_length=40, allow_blank=True, default="")


class SecondOut(serializers.ModelSerializer[SecondEntry]):
    """Whether the two agree; never what either said."""

    serial = serializers.CharField(source="paper.unit.serial", read_only=True)
    settled = serializers.SerializerMethodField()

    class Meta:
        model = SecondEntry
        fields: ClassVar = ["id", "round", "paper", "serial", "agrees", "settled", "entered_at"]

    def get_settled(self, row: SecondEntry) -> bool:
        """Whether a third person has settled it."""
        return row.settled_at is not None


@extend_schema_view(
    list=extend_schema(summary="第二遍录入"), retrieve=extend_schema(summary="一份第二遍录入")
)
class SecondEntryViewSet(ListModelMixin, RetrieveModelMixin, WriteViewSet):
    """Second typings: enter, settle."""

    queryset = SecondEntry.objects.select_related("paper__unit", "round__project", "round__pin")
    serializer_class: type[serializers.BaseSerializer[Any]] = SecondOut
    filterset_fields: ClassVar[list[str]] = ["round", "agrees"]
    permission = Permission.VIEW_REGISTER

    @extend_schema(summary="录入第二遍", request=SecondIn, responses={201: SecondOut})
    def create(self, request: Request) -> Response:
        """Type a paper a second time."""
        body = checked(SecondIn, request)
        rounds = Round.objects.select_related("project", "pin")
        row = visible(rounds, self.person, pk=body.pop("round"))
        require_in_part(self.person, Permission.RECORD_PAPER, on=row)
        unit = unit_of(row, body.pop("serial"), self.person)
        made = enter_again(by=self.person, at=business_now(), round_=row, unit=unit, **body)
        return Response(SecondOut(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="核定不一致", request=AnswersIn, responses=SecondOut)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        """A third person settles a difference."""
        body = checked(AnswersIn, request)
        made = settle_difference(by=self.person, at=business_now(), entry=self.get_object(), **body)
        return Response(SecondOut(made).data)

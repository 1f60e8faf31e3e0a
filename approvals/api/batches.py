"""/api/v1/batches: piles of papers counted by hand before they are typed."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import checked
from accounts.web import visible
from approvals.models import Batch, Round
from approvals.selectors.blindness import reads_blind
from approvals.services.batches import open_batch, submit_batch
from common.clock import business_now
from records.rest import WriteViewSet


class BatchIn(serializers.Serializer[Any]):
    """The hand count of one building's pile: matter → answer → papers."""

    round = serializers.IntegerField()
    building = serializers.CharField(max_length=140)
    hand = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField(min_value=0))
    )


class BatchOut(serializers.ModelSerializer[Batch]):
    """A pile as counted by hand; another's count is null for who may still read it blind."""

    hand = serializers.SerializerMethodField()

    class Meta:
        model = Batch
        fields: ClassVar = [
            *("id", "round", "building", "number", "hand", "total", "opened_at", "submitted_at")
        ]

    def get_hand(self, row: Batch) -> dict[str, dict[str, int]] | None:
        """By matter and answer."""
        by = self.context.get("by")
        blind = by is not None and row.opened_by_id != by.pk and reads_blind(by, row.round)
        return None if blind else row.hand


@extend_schema_view(
    list=extend_schema(summary="录入批次"), retrieve=extend_schema(summary="一批意见表")
)
class BatchViewSet(ListModelMixin, RetrieveModelMixin, WriteViewSet):
    """Piles: count, hand in. What their papers say is for who counts."""

    queryset = Batch.objects.select_related("round__project")
    serializer_class: type[serializers.BaseSerializer[Any]] = BatchOut
    filterset_fields: ClassVar[list[str]] = ["round", "building"]
    permission = Permission.RECORD_PAPER

    @extend_schema(summary="清点一批", request=BatchIn, responses={201: BatchOut})
    def create(self, request: Request) -> Response:
        """Open the building's pile, or count the open one anew."""
        body = checked(BatchIn, request)
        rounds = Round.objects.select_related("project", "pin")
        row = visible(rounds, self.person, pk=body.pop("round"))
        made = open_batch(by=self.person, at=business_now(), round_=row, **body)
        return Response(self._told(made), status=status.HTTP_201_CREATED)

    @extend_schema(summary="提交复核", request=None, responses=BatchOut)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand it in; refused while a category differs from the hand count."""
        made = submit_batch(by=self.person, at=business_now(), batch=self.get_object())
        return Response(self._told(made))

    def get_serializer_context(self) -> dict[str, Any]:
        """Who asks: another's count may still be hidden."""
        return {**super().get_serializer_context(), "by": self.person}

    def _told(self, made: Batch) -> dict[str, Any]:
        return BatchOut(made, context={"by": self.person}).data

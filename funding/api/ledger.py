"""REST: /ledger."""

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
from funding.api.shapes import (
    BulkIn,
    BulkRowOut,
    EntryOut,
    OneOrMany,
    ReasonIn,
    RefundIn,
)
from funding.models import LedgerEntry
from funding.rules.bookings import NewPayment
from funding.services.ledger import RowResult, record_payment, record_payments
from funding.services.refunds import NewRefund, refund
from funding.services.taking_back import reverse_entry
from records.rest import WriteViewSet


@extend_schema_view(
    list=extend_schema(summary="居民资金台账"), retrieve=extend_schema(summary="一笔台账")
)
@extend_schema_view(
    list=extend_schema(summary="居民资金台账"), retrieve=extend_schema(summary="一笔台账")
)
class LedgerViewSet(ListModelMixin, RetrieveModelMixin, WriteViewSet):
    """居民资金台账：缴款、批量缴款、冲正、退款。"""

    permission = Permission.VIEW_MONEY
    queryset = LedgerEntry.objects.select_related("project").order_by("-pk")
    serializer_class = EntryOut
    filterset_fields: ClassVar = ["project", "unit", "kind", "voucher", "paid_on"]

    @extend_schema(summary="登记一笔缴款", request=OneOrMany, responses={201: EntryOut})
    def create(self, request: Request) -> Response:
        """Book one payment."""
        body = checked(OneOrMany, request)
        project = body.pop("project")
        entry = record_payment(
            by=self.person, at=business_now(), project=project, payment=NewPayment(**body)
        )
        return Response(EntryOut(entry).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="批量登记缴款", request=BulkIn, responses=BulkRowOut(many=True))
    @action(detail=False, methods=["post"], pagination_class=None, filterset_fields=[])
    def bulk(self, request: Request) -> Response:
        """Book many; each row answers for itself."""
        body = checked(BulkIn, request)
        rows = [NewPayment(**row) for row in body["payments"]]
        results = record_payments(
            by=self.person, at=business_now(), project=body["project"], payments=rows
        )
        return Response([_told(number, result) for number, result in enumerate(results, 1)])

    @extend_schema(summary="退款", request=RefundIn, responses={201: EntryOut})
    @action(detail=False, methods=["post"], url_path="refunds")
    def refund(self, request: Request) -> Response:
        """Pay back what the final account shows as too much."""
        body = checked(RefundIn, request)
        project = body.pop("project")
        entry = refund(by=self.person, at=business_now(), project=project, money=NewRefund(**body))
        return Response(EntryOut(entry).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="冲正一笔台账", request=ReasonIn, responses={201: EntryOut})
    @action(detail=True, methods=["post"])
    def reverse(self, request: Request, **_: Any) -> Response:
        """Take an entry back."""
        body = checked(ReasonIn, request)
        entry = reverse_entry(
            by=self.person, at=business_now(), entry=self.get_object(), reason=body["reason"]
        )
        return Response(EntryOut(entry).data, status=status.HTTP_201_CREATED)


def _told(number: int, result: RowResult) -> dict[str, Any]:
    return {
        "row": number,
        "booked": result.entry is not None,
        "entry": EntryOut(result.entry).data if result.entry else None,
        "problems": [problem.as_dict() for problem in result.problems],
    }

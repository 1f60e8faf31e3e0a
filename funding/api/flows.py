"""REST: /allocations, /receipts and /payments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.access import require
from accounts.permissions import Permission
from accounts.rest import checked
from common.clock import business_now
from funding.api import shapes
from funding.models import Allocation, Payment, Receipt
from funding.services import arrivals, flow_values, reversals, spending
from funding.services.sources import source_of
from records.rest import WriteViewSet


class FlowViewSet(ListModelMixin, RetrieveModelMixin, WriteViewSet):
    """What the three books share."""

    permission = Permission.VIEW_MONEY
    filterset_fields: ClassVar = ["project", "source__kind"]
    body: ClassVar[type[BaseSerializer[Any]]]
    book: ClassVar[Callable[..., Any]]
    money: ClassVar[Callable[..., Any]]

    def book_one(self, request: Request) -> Response:
        """Book one; refused with every problem."""
        body = checked(self.body, request)
        project = body.pop("project")
        require(self.person, Permission.BOOK_MONEY, on=project)
        source = source_of(project.area_code, body.pop("source"))
        row = type(self).book(
            by=self.person,
            at=business_now(),
            project=project,
            money=type(self).money(source=source, **body),
        )
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=shapes.ReasonIn)
    @action(detail=True, methods=["post"])
    def reverse(self, request: Request, **_: Any) -> Response:
        """Take a booking back."""
        body = checked(shapes.ReasonIn, request)
        row = reversals.reverse(
            by=self.person, at=business_now(), entry=self.get_object(), reason=body["reason"]
        )
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)


@extend_schema_view(
    list=extend_schema(summary="资金下达"),
    retrieve=extend_schema(summary="一笔下达"),
    reverse=extend_schema(summary="冲正一笔下达"),
)
class AllocationViewSet(FlowViewSet):
    """资金下达。"""

    queryset = Allocation.objects.select_related("project", "source").order_by("-pk")
    serializer_class = shapes.AllocationOut
    body = shapes.AllocationIn
    book = arrivals.allocate
    money = flow_values.NewAllocation

    @extend_schema(
        summary="登记下达", request=shapes.AllocationIn, responses={201: shapes.AllocationOut}
    )
    def create(self, request: Request) -> Response:
        """Book an allocation."""
        return self.book_one(request)


@extend_schema_view(
    list=extend_schema(summary="资金到位"),
    retrieve=extend_schema(summary="一笔到位"),
    reverse=extend_schema(summary="冲正一笔到位"),
)
class ReceiptViewSet(FlowViewSet):
    """资金到位。"""

    queryset = Receipt.objects.select_related("project", "source").order_by("-pk")
    serializer_class = shapes.ReceiptOut
    body = shapes.ReceiptIn
    book = arrivals.receive
    money = flow_values.NewReceipt

    @extend_schema(summary="登记到位", request=shapes.ReceiptIn, responses={201: shapes.ReceiptOut})
    def create(self, request: Request) -> Response:
        """Book money that arrived."""
        return self.book_one(request)


@extend_schema_view(
    list=extend_schema(summary="资金支付"),
    retrieve=extend_schema(summary="一笔支付"),
    reverse=extend_schema(summary="冲正一笔支付"),
)
class PaymentViewSet(FlowViewSet):
    """资金支付。"""

    queryset = Payment.objects.select_related("project", "source").order_by("-pk")
    serializer_class = shapes.SpendingOut
    body = shapes.SpendingIn
    book = spending.pay
    money = flow_values.NewSpending

    @extend_schema(
        summary="登记支付", request=shapes.SpendingIn, responses={201: shapes.SpendingOut}
    )
    def create(self, request: Request) -> Response:
        """Book money that left."""
        return self.book_one(request)

"""The bill of quantities of a project over REST."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest import ReadViewSet
from common.money import total
from renovation.api import shapes
from renovation.selectors.bills import bill_sections


class BillActions(ReadViewSet):
    """What the view set of projects answers about bills."""

    @extend_schema(summary="工程量清单", responses=shapes.BillItemOut(many=True), filters=False)
    @action(detail=True, pagination_class=ReadViewSet.pagination_class)
    def bill(self, request: Request, pk: str) -> Response:
        """The items as last taken in, page by page, in the order of the bill."""
        page = self.paginate_queryset(self.get_object().bill_items.all())
        return self.get_paginated_response(shapes.BillItemOut(page, many=True).data)

    @extend_schema(summary="工程量清单合计", responses=shapes.BillSumsOut)
    @action(detail=True, url_path="bill-sums")
    def bill_sums(self, request: Request, pk: str) -> Response:
        """By section and in all, beside the estimate of the contents."""
        project = self.get_object()
        parts = bill_sections(project)
        sums = {
            "items": sum(part.items for part in parts),
            "total": total(part.amount for part in parts),
            "estimate": project.investment,
            "sections": parts,
        }
        return Response(shapes.BillSumsOut(sums).data)

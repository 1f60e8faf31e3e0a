"""/api/v1/round-tables/{round}/{kind}/: roll, result and tonight's doors as Excel."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.rest import person
from accounts.web import visible
from approvals.models import Round
from reports.services.round_tables import take_table
from reports.views.listings import XLSX, sheet_response


class RoundTable(APIView):
    """The same workbooks as the buttons give."""

    @extend_schema(
        summary="名册、汇总表、走访名单（Excel）",
        responses={(200, XLSX): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, pk: int, kind: str) -> object:
        """`roll`, `result` or `doors`; each leaves its line in the trail."""
        by = person(request)
        round_ = visible(Round.objects.select_related("project", "pin"), by, pk=pk)
        name, body = take_table(by=by, round_=round_, kind=kind)
        return sheet_response(body, name)

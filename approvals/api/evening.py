"""/api/v1/rounds/{id}/tonight/"""

from __future__ import annotations

from typing import cast

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require_in_part
from accounts.permissions import Permission
from approvals.api import shapes
from approvals.rules.doors import Goal
from approvals.selectors.blindness import reads_blind
from approvals.selectors.evening import evening
from common.clock import business_today
from records.rest import WriteViewSet


class Evenings(WriteViewSet):
    """What a street needs to know of an open round tonight."""

    @extend_schema(
        summary="今晚走访：各项还差多少、最少敲哪些门",
        parameters=[
            OpenApiParameter("goal", str, enum=["valid", "passed"]),
            OpenApiParameter("part", str, description="只看一处，如 3-2"),
        ],
        responses=shapes.EveningOut,
    )
    @action(detail=True, methods=["get"])
    def tonight(self, request: Request, pk: str) -> Response:
        """Gaps in the best and worst case, and the fewest doors; owners masked, no choices."""
        row = self.get_object()
        require_in_part(self.person, Permission.VIEW_REGISTER, on=row)
        goal = {"valid": "valid", "passed": "passed"}.get(request.query_params.get("goal", ""))
        place = request.query_params.get("part", "")
        aim, by = cast("Goal | None", goal), self.person
        now = evening(row, business_today(), aim, place, blind=reads_blind(by, row), user=by)
        return Response(shapes.EveningOut(now).data)

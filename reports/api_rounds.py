"""Running rounds for other systems: turnout alone, the most endangered first."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import require
from accounts.permissions import Permission
from accounts.rest import person
from approvals.selectors.running import Running, running
from approvals.selectors.turnout_figures import Figure
from common.clock import business_now
from policies.rules.consent import show
from reports.api import SCOPE, scope_of
from reports.selectors import workbench

MOST = 200


class RunningRounds(APIView):
    """正在征询: participation, what is missing until valid, where the pace leads; no choices."""

    @extend_schema(parameters=SCOPE, responses=OpenApiTypes.OBJECT, summary="正在征询的参与进度")
    def get(self, request: Request) -> Response:
        """The same rows as the dashboard, at most two hundred; exact numbers as text."""
        user, now = person(request), business_now()
        require(user, Permission.VIEW_DASHBOARD)
        year, area = scope_of(request)
        plan = workbench.plan_of(user, year, area)
        rows = running(user, now, year or (plan.year if plan else None), area)
        return Response(
            {
                "as_of": now.isoformat(),
                "count": len(rows),
                "rounds": [row_body(row) for row in rows[:MOST]],
            }
        )


def row_body(row: Running) -> dict[str, Any]:
    """One round as JSON."""
    round_, stands = row.round, row.stands
    return {
        "round": round_.pk,
        "project": round_.project_id,
        "whose": round_.whose,
        "name": round_.name,
        "places": round_.places,
        "closes_at": round_.closes_at.isoformat(),
        "days_left": stands.period.days_left,
        "turnout": [figure_body(figure) for figure in row.figures],
        "missing": [{"amount": str(amount), "unit": unit} for amount, unit in stands.missing],
        "parts": dict(zip(("judged", "short"), stands.parts, strict=True)),
        "state": stands.state,
        "expected": stands.expected.isoformat() if stands.expected else None,
        "words": stands.words,
        "reasons": [one.to_dict() for one in row.reasons],
    }


def figure_body(figure: Figure) -> dict[str, Any]:
    """Turnout in one measure as JSON; `needed` as a fraction, null where none is asked."""
    measure = "area" if figure.unit == "㎡" else "heads"
    return {
        "label": figure.label,
        "unit": figure.unit,
        "value": show(figure.value, measure).replace(",", ""),
        "total": show(figure.total, measure).replace(",", ""),
        "needed": str(figure.share) if figure.share is not None else None,
        "met": figure.met,
    }

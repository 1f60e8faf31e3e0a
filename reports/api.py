"""The overview for other systems: the same stored figures as the pages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import require
from accounts.permissions import Permission
from accounts.rest import person
from common.clock import business_today
from common.errors import Problem, Refused
from reports.selectors import progress, workbench, workload

SCOPE = [
    OpenApiParameter("year", OpenApiTypes.INT, description="计划年度；不填为最近一年"),
    OpenApiParameter("area", OpenApiTypes.STR, description="区划代码；不填为管辖范围"),
]


def scope_of(request: Request) -> tuple[int | None, str]:
    """Year and area of the query; Refused when the year is not a number."""
    year = request.query_params.get("year", "")
    if year and not year.isdecimal():
        raise Refused(Problem("年度不是数字", field="year", value=year, expected="如 2024"))
    return (int(year) if year else None), request.query_params.get("area", "")


class Overview(APIView):
    """Targets against done, the funnel, the streets, and what is in hand."""

    @extend_schema(parameters=SCOPE, responses=OpenApiTypes.OBJECT, summary="年度计划总览")
    def get(self, request: Request) -> Response:
        """Exact numbers as text; areas in ㎡, money in 元."""
        user, today = person(request), business_today()
        require(user, Permission.VIEW_DASHBOARD)
        year, area = scope_of(request)
        plan = workbench.plan_of(user, year, area)
        year = year or (plan.year if plan else None)
        lines = progress.lines(user, year, area)
        was = progress.issued(user, year, area)
        hand = workload.in_hand(user, year, area)
        return Response(
            {
                "as_of": today.isoformat(),
                "year": year,
                "targets": [plain(asdict(row)) for row in progress.targets(lines, was)],
                "funnel": [stage(row) for row in progress.funnel(lines)],
                "streets": [plain(asdict(row)) for row in progress.streets(lines, today)],
                "load": asdict(workload.load(hand, today, user.access.unit_codes())),
                "holders": [asdict(row) for row in workload.holders(hand, today)],
            }
        )


class InHand(APIView):
    """The workbench: projects with the step that somebody owes, the most urgent first."""

    @extend_schema(parameters=SCOPE, responses=OpenApiTypes.OBJECT, summary="工作台")
    def get(self, request: Request) -> Response:
        """At most thirty cards, with everything that is missing."""
        user, today = person(request), business_today()
        require(user, Permission.VIEW_PROJECTS)
        rows = workload.in_hand(user, *scope_of(request))
        units = user.access.unit_codes()
        ordered = workbench.urgent_first(rows, today, units).select_related(
            "community__street", "current_step"
        )
        tasks = workbench.tasks(list(ordered[: workbench.CARDS_SHOWN]), today, user)
        return Response(
            {
                "as_of": today.isoformat(),
                "load": asdict(workload.load(rows, today, units)),
                "tasks": [task_body(task) for task in tasks],
            }
        )


def task_body(task: workbench.Task) -> dict[str, Any]:
    """One card as JSON."""
    card = task.card
    return {
        "project": task.project.pk,
        "name": task.project.name,
        "step": card["title"],
        "who": card["who"],
        "mine": task.mine,
        "due_on": task.project.due_on,
        "clause": card.get("clause", ""),
        "missing": [
            {
                "text": f"{line.get('lead', '')}{line.get('figure') or ''}{line.get('text') or ''}",
                "gap": line.get("gap") or "",
                "state": line.get("state", "open"),
                "who": line.get("who") or "",
                "until": line.get("until"),
            }
            for line in card.get("missing", ())
        ],
    }


def stage(row: progress.Stage) -> dict[str, Any]:
    """One bar of the funnel as JSON."""
    return {
        "kind": row.kind.value,
        "label": row.label,
        "reached": row.reached,
        "households": row.households,
        "stopped": row.stopped,
        "projects": [key for key, _ in row.names],
    }


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Exact numbers as text; whole counts stay numbers."""
    return {
        key: value if isinstance(value, int | str) else str(value) for key, value in values.items()
    }

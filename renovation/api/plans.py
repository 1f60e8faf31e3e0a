"""Plans over REST: lines, issued beside adjusted and actual, adjustments with their documents."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import ReadViewSet, checked
from accounts.web import visible
from common.clock import business_now
from common.errors import OutOfScope
from records.rest import KEY, Idempotent
from renovation.api import bodies, shapes
from renovation.api.adjusting import Asked
from renovation.models import Plan, PlanLine
from renovation.selectors.baseline import entries_of, standings, sums, why_sum
from renovation.selectors.explain import Why
from renovation.services.plan_carrying import carry_over
from renovation.services.plan_entries import Paper


@extend_schema_view(
    list=extend_schema(summary="年度计划"), retrieve=extend_schema(summary="一个计划")
)
class PlanViewSet(Idempotent, ReadViewSet):
    """Plans in scope."""

    permission = Permission.VIEW_PROJECTS
    queryset = Plan.objects.order_by("-year", "area_code")
    serializer_class = shapes.PlanOut
    filterset_fields = ("year", "area_code")

    @extend_schema(summary="计划各行", responses=shapes.PlanLineOut(many=True))
    @action(detail=True, pagination_class=ReadViewSet.pagination_class)
    def lines(self, request: Request, pk: str) -> Response:
        """Lines in scope, as reported."""
        rows = self.get_object().lines.visible_to(self.person).select_related("project")
        page = self.paginate_queryset(rows.order_by("position"))
        return self.get_paginated_response(shapes.PlanLineOut(page, many=True).data)

    @extend_schema(summary="计划基线：印发、调整后、实际", responses=shapes.SumOut(many=True))
    @action(detail=True, pagination_class=None)
    def baseline(self, request: Request, pk: str) -> Response:
        """Four measures over the whole plan."""
        rows = standings(self.get_object().lines.all())
        return Response(shapes.SumOut(sums(rows), many=True).data)

    @extend_schema(summary="计划数的依据", responses=shapes.WhyOut)
    @action(detail=True, url_path=r"explain/(?P<key>[^/]+)")
    def explain(self, request: Request, pk: str, key: str) -> Response:
        """Issued, each adjustment with its document, and what stands."""
        why = why_sum(self.get_object(), key)
        if why is None:
            raise OutOfScope("没有这一项。")
        return Response(shapes.WhyOut(Why(why)).data)

    @extend_schema(methods=["GET"], summary="计划调整", responses=shapes.EntryOut(many=True))
    @extend_schema(
        methods=["POST"],
        summary="登记计划调整",
        request=bodies.AdjustIn,
        responses={201: shapes.EntryOut},
        parameters=[KEY],
    )
    @action(detail=True, methods=["get", "post"])
    def entries(self, request: Request, pk: str) -> Response:
        """What happened to the plan since it was issued; POST adds one."""
        plan = self.get_object()
        if request.method == "GET":
            return Response(shapes.EntryOut(entries_of(plan), many=True).data)
        given = checked(bodies.AdjustIn, request)
        paper = Paper(given["document_no"], given["reason"], given["dated_on"])
        asked = Asked(self.person, plan, given)
        made = asked.service(by=self.person, at=business_now(), paper=paper, **asked.arguments())
        return Response(shapes.EntryOut(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="登记结转",
        request=bodies.CarryIn,
        responses={201: shapes.CarryOut(many=True)},
        parameters=[KEY],
    )
    @action(detail=True, methods=["post"])
    def carry(self, request: Request, pk: str) -> Response:
        """Unfinished lines of earlier plans."""
        given = checked(bodies.CarryIn, request)
        rows = PlanLine.objects.select_related("plan", "project")
        lines = [visible(rows, self.person, pk=line) for line in given.pop("lines")]
        made = carry_over(
            by=self.person, at=business_now(), plan=self.get_object(), lines=lines, **given
        )
        return Response(shapes.CarryOut(made, many=True).data, status=status.HTTP_201_CREATED)

"""Projects over REST."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import ReadViewSet, checked
from common.clock import business_now, business_today
from records.rest import KEY, Idempotent
from renovation.api import bodies, shapes
from renovation.api.bills import BillActions
from renovation.filters import ProjectFilter
from renovation.models import Project
from renovation.selectors.cards import next_step_card
from renovation.selectors.checklists import checklists_of
from renovation.selectors.explain import explain
from renovation.selectors.situations import procedure_of
from renovation.services.checklists import mark_items
from renovation.services.contents import ItemEntry, set_contents
from renovation.services.facts import declare_fact
from renovation.services.projects import withdraw
from renovation.services.works import report_works


@extend_schema_view(list=extend_schema(summary="项目"), retrieve=extend_schema(summary="一个项目"))
class ProjectViewSet(BillActions, Idempotent, ReadViewSet):
    """Projects in scope, and what is done to them."""

    permission = Permission.VIEW_PROJECTS
    queryset = Project.objects.select_related("community__street", "current_step").order_by("code")
    serializer_class = shapes.ProjectOut
    filterset_class = ProjectFilter

    @extend_schema(summary="下一步", responses=shapes.CardOut)
    @action(detail=True, url_path="next-step")
    def next_step(self, request: Request, pk: str) -> Response:
        """The next-step card."""
        card = next_step_card(self.get_object(), business_today(), self.person)
        return Response(shapes.CardOut(card).data)

    @extend_schema(summary="项目的步骤", responses=shapes.StepOut(many=True))
    @action(detail=True)
    def steps(self, request: Request, pk: str) -> Response:
        """All steps in order."""
        rows = self.get_object().steps.select_related("project").order_by("position")
        return Response(shapes.StepOut(rows, many=True).data)

    @extend_schema(summary="里程碑", responses=shapes.MilestoneOut(many=True))
    @action(detail=True)
    def milestones(self, request: Request, pk: str) -> Response:
        """Live and revoked ones."""
        rows = self.get_object().milestones.order_by("pk")
        return Response(shapes.MilestoneOut(rows, many=True).data)

    @extend_schema(methods=["GET"], summary="项目事实", responses=shapes.FactOut(many=True))
    @extend_schema(
        methods=["POST"],
        summary="确认一项事实",
        request=bodies.DeclareIn,
        responses={201: shapes.FactOut},
        parameters=[KEY],
    )
    @action(detail=True, methods=["get", "post"])
    def facts(self, request: Request, pk: str) -> Response:
        """What gates read; POST only for facts that a person declares."""
        project = self.get_object()
        if request.method == "GET":
            rows = project.facts.order_by("key", "scope")
            return Response(shapes.FactOut(rows, many=True, context=_terms(project)).data)
        given = checked(bodies.DeclareIn, request)
        declare_fact(by=self.person, at=business_now(), project=project, **given)
        row = project.facts.get(key=given["key"], scope="")
        body = shapes.FactOut(row, context=_terms(project)).data
        return Response(body, status=status.HTTP_201_CREATED)

    @extend_schema(methods=["GET"], summary="改造内容", responses=shapes.ContentOut(many=True))
    @extend_schema(
        methods=["PUT"],
        summary="设定改造内容",
        request=bodies.ContentsIn,
        responses=shapes.ContentOut(many=True),
        parameters=[KEY],
    )
    @action(detail=True, methods=["get", "put"])
    def contents(self, request: Request, pk: str) -> Response:
        """The chosen items; PUT replaces them all."""
        project = self.get_object()
        if request.method == "PUT":
            given = checked(bodies.ContentsIn, request)
            items = [ItemEntry(**item) for item in given["items"]]
            set_contents(
                by=self.person,
                at=business_now(),
                project=project,
                items=items,
                reason=given["reason"],
            )
        rows = project.contents.order_by("aspect", "level", "key")
        return Response(shapes.ContentOut(rows, many=True).data)

    @extend_schema(methods=["GET"], summary="进度填报", responses=shapes.WorksOut(many=True))
    @extend_schema(
        methods=["POST"],
        summary="填报进度",
        request=bodies.WorksIn,
        responses={201: shapes.WorksOut},
        parameters=[KEY],
    )
    @action(detail=True, methods=["get", "post"])
    def works(self, request: Request, pk: str) -> Response:
        """Reports, the newest first; POST adds one."""
        project = self.get_object()
        reports = project.works_reports.order_by("-day", "-pk")
        if request.method == "GET":
            return Response(shapes.WorksOut(reports, many=True).data)
        given: dict[str, Any] = checked(bodies.WorksIn, request)
        corrects = given.pop("corrects")
        given["corrects"] = reports.filter(pk=corrects).first() if corrects else None
        made = report_works(by=self.person, at=business_now(), project=project, **given)
        return Response(shapes.WorksOut(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(methods=["GET"], summary="达标清单", responses=shapes.ChecklistOut(many=True))
    @extend_schema(
        methods=["POST"],
        summary="逐项检查",
        request=bodies.MarksIn,
        responses={201: shapes.ChecklistOut},
        parameters=[KEY],
    )
    @action(detail=True, methods=["get", "post"])
    def checklists(self, request: Request, pk: str) -> Response:
        """The standards of the policy, item by item; POST marks items of one."""
        project = self.get_object()
        if request.method == "GET":
            return Response(shapes.ChecklistOut(checklists_of(project), many=True).data)
        given = checked(bodies.MarksIn, request)
        made = mark_items(by=self.person, at=business_now(), project=project, **given)
        return Response(shapes.ChecklistOut(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="退出计划", request=bodies.ReasonIn, responses=shapes.ProjectOut, parameters=[KEY]
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """With its reason."""
        reason = checked(bodies.ReasonIn, request)["reason"]
        withdraw(by=self.person, on=business_today(), project=self.get_object(), reason=reason)
        return Response(shapes.ProjectOut(self.get_object()).data)

    @extend_schema(summary="依据", responses=shapes.WhyOut)
    @action(detail=True, url_path=r"explain/(?P<key>[^/]+)")
    def explain(self, request: Request, pk: str, key: str) -> Response:
        """Why a figure, gate or deadline is what it is (keys as in the pages' addresses)."""
        why = explain(self.get_object(), key, business_today())
        return Response(shapes.WhyOut(why).data)


def _terms(project: Project) -> dict[str, Any]:
    """What names the policy's own facts, for bodies of facts."""
    return {"terms": procedure_of(project).rule.terms} if project.procedure_id else {}

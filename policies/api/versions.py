"""REST: versions with their cases, conflicts, differences, and what stands before publishing."""

from __future__ import annotations

import json
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.permissions import Permission
from accounts.rest import ReadViewSet, checked
from common.clock import business_now
from common.errors import OutOfScope
from policies.api.drafting import Drafting
from policies.api.shapes import (
    CaseSerializer,
    ConflictSerializer,
    DifferenceSerializer,
    DocumentSerializer,
    EvaluateIn,
    EvaluationSerializer,
    ReadinessSerializer,
    VersionDetailSerializer,
    VersionSerializer,
)
from policies.models import PolicyVersion
from policies.rules.differences import differences
from policies.selectors.asking import asked
from policies.selectors.editing import rules_by_theme
from policies.selectors.governing import policy_of
from policies.selectors.pages import chapters
from policies.selectors.readiness import open_points
from policies.services.transferring import export_version
from records.rest import Idempotent


@extend_schema_view(
    list=extend_schema(summary="政策版本"), retrieve=extend_schema(summary="一个政策版本及其规则")
)
class VersionViewSet(Drafting, Idempotent, ReadViewSet):
    """Versions of policies, newest first, and the drafts made of them."""

    permission = Permission.VIEW_POLICY
    queryset = PolicyVersion.objects.select_related(
        "policy", "made_by", "checked_by", "published_by"
    ).order_by("policy__key", "-sequence")
    filterset_fields = ("status", "policy__key", "policy__area_code")

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """The content only in the detail."""
        return VersionDetailSerializer if self.action == "retrieve" else VersionSerializer

    @extend_schema(summary="算例", responses=CaseSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def cases(self, request: Request, pk: str) -> Response:
        """The worked cases, run now."""
        rows = [
            {
                "id": case.id,
                "title": case.title,
                "theme": chapter.section.key,
                "conclusion": case.conclusion,
                "passed": case.passed,
                "differences": list(case.differences),
            }
            for chapter in chapters(self.get_object())
            for case in chapter.cases
        ]
        return Response(CaseSerializer(rows, many=True).data)

    @extend_schema(summary="冲突和裁定", responses=ConflictSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def conflicts(self, request: Request, pk: str) -> Response:
        """Contradictions with both readings and what was decided."""
        version = self.get_object()
        decided = dict(version.decisions.values_list("conflict_id", "reading"))
        rows = [
            {
                "id": one.id,
                "title": one.title,
                "proposed": one.proposed,
                "applied": one.applied,
                "reason": one.reason,
                "readings": {reading.key: reading.text for reading in one.readings},
                "decided": decided.get(one.id, ""),
            }
            for one in policy_of(version).conflicts
        ]
        return Response(ConflictSerializer(rows, many=True).data)

    @extend_schema(summary="发布前还差什么", responses=ReadinessSerializer)
    @action(detail=True, pagination_class=None)
    def readiness(self, request: Request, pk: str) -> Response:
        """Everything that keeps it from being published."""
        problems = [problem.as_dict() for problem in open_points(self.get_object())]
        body = {"ready": not problems, "problems": problems}
        return Response(ReadinessSerializer(body).data)

    @extend_schema(summary="全文、算例和可修改的各项", responses=DocumentSerializer, filters=False)
    @action(detail=True, pagination_class=None)
    def document(self, request: Request, pk: str) -> Response:
        """The document as the loader takes it, its cases, and the rules that have a form."""
        version = self.get_object()
        rules = [
            {
                "key": rule.key,
                "title": rule.title,
                "theme": theme,
                "values": {leaf.path: leaf.shown() for leaf in rule.leaves},
            }
            for theme, found in rules_by_theme(version).items()
            for rule in found
        ]
        body = {
            "stamp": version.stamp,
            "document": version.document(),
            "cases": version.cases,
            "rules": rules,
        }
        return Response(DocumentSerializer(body).data)

    @extend_schema(
        summary="与另一版的不同",
        parameters=[OpenApiParameter("against", int, description="与哪一版比", required=True)],
        responses=DifferenceSerializer(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def differences(self, request: Request, pk: str) -> Response:
        """What this version changes against another that may be read."""
        new = self.get_object()
        key = request.query_params.get("against", "")
        rows = PolicyVersion.objects.readable_by(self.person).select_related("policy")
        old = rows.filter(pk=key).first() if key.isdecimal() else None
        if old is None:
            raise OutOfScope("没有找到，或不在您的管辖范围内。")
        found = differences(policy_of(old), policy_of(new))
        return Response(DifferenceSerializer(found, many=True).data)

    @extend_schema(summary="导出为一个文件", responses=OpenApiTypes.OBJECT, filters=False)
    @action(detail=True, pagination_class=None)
    def export(self, request: Request, pk: str) -> Response:
        """The same as the file that the page gives."""
        text = export_version(by=self.person, at=business_now(), version=self.get_object())
        return Response(json.loads(text))

    @extend_schema(summary="试算", request=EvaluateIn, responses=EvaluationSerializer)
    @action(detail=True, methods=["post"])
    def evaluate(self, request: Request, pk: str) -> Response:
        """One rule asked with facts; nothing is written."""
        given = checked(EvaluateIn, request)
        found = asked(self.get_object(), given["facts"])
        body = {
            "decided": found.decided,
            "conclusion": found.conclusion,
            "outcome": found.outcome,
            "explanation": found.explanation,
        }
        return Response(EvaluationSerializer(body).data)

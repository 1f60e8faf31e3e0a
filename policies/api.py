"""REST: read policies, their versions, worked cases and what stands before publishing."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import ReadViewSet
from policies.models import Policy, PolicyVersion
from policies.selectors.governing import policy_of
from policies.selectors.pages import chapters
from policies.selectors.readiness import open_points


class PolicySerializer(serializers.ModelSerializer[Policy]):
    """The policy of a place."""

    class Meta:
        model = Policy
        fields = ("id", "key", "area_code", "programme", "title", "short_name", "document")


class VersionSerializer(serializers.ModelSerializer[PolicyVersion]):
    """A version without its content."""

    policy = serializers.CharField(source="policy.key")
    effective_from = serializers.DateField()
    effective_to = serializers.DateField(allow_null=True)
    made_by = serializers.StringRelatedField[Any]()
    checked_by = serializers.StringRelatedField[Any]()
    published_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = PolicyVersion
        fields: tuple[str, ...] = (
            "id",
            "policy",
            "sequence",
            "status",
            "content_hash",
            "shipped",
            "effective_from",
            "effective_to",
            "made_at",
            "made_by",
            "checked_at",
            "checked_by",
            "published_at",
            "published_by",
        )


class VersionDetailSerializer(VersionSerializer):
    """A version with its rules as loaded; exact numbers are text."""

    class Meta(VersionSerializer.Meta):
        fields = (*VersionSerializer.Meta.fields, "content")


class CaseSerializer(serializers.Serializer[Any]):
    """A worked case run now."""

    id = serializers.CharField()
    title = serializers.CharField()
    theme = serializers.CharField()
    conclusion = serializers.CharField()
    passed = serializers.BooleanField()
    differences = serializers.ListField(child=serializers.CharField())


class ConflictSerializer(serializers.Serializer[Any]):
    """A contradiction with its readings and the decision, if any."""

    id = serializers.CharField()
    title = serializers.CharField()
    proposed = serializers.CharField()
    applied = serializers.CharField()
    reason = serializers.CharField()
    readings = serializers.DictField(child=serializers.CharField())
    decided = serializers.CharField(allow_blank=True)


class ReadinessSerializer(serializers.Serializer[Any]):
    """What still stands before publishing."""

    ready = serializers.BooleanField()
    problems = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField(allow_blank=True))
    )


@extend_schema_view(list=extend_schema(summary="政策"), retrieve=extend_schema(summary="一项政策"))
class PolicyViewSet(ReadViewSet):
    """Policies in or around the person's places."""

    permission = Permission.VIEW_POLICY
    queryset = Policy.objects.order_by("area_code", "key")
    serializer_class = PolicySerializer
    filterset_fields = ("area_code", "programme", "key")


@extend_schema_view(
    list=extend_schema(summary="政策版本"), retrieve=extend_schema(summary="一个政策版本及其规则")
)
class VersionViewSet(ReadViewSet):
    """Versions of policies, newest first."""

    permission = Permission.VIEW_POLICY
    queryset = PolicyVersion.objects.select_related(
        "policy", "made_by", "checked_by", "published_by"
    ).order_by("policy__key", "-sequence")
    filterset_fields = ("status", "policy__key", "policy__area_code")

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
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

"""Moving projects to another version of their procedure, over REST."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import ReadViewSet, checked
from accounts.web import visible
from common.clock import business_today
from common.errors import OutOfScope
from policies.models import PolicyVersion
from records.rest import KEY, Idempotent
from renovation.models import ProcedureMigration, Project
from renovation.selectors.migrations import Preview, previews
from renovation.services.migrating import Approval, migrate_procedure, reverse_migration


class MoveIn(serializers.Serializer[Any]):
    """Which projects follow which version; a preview needs no reason."""

    projects = serializers.ListField(child=serializers.IntegerField(), min_length=1, max_length=500)
    target = serializers.IntegerField()
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")
    document_no = serializers.CharField(max_length=60, allow_blank=True, default="")


class BackIn(serializers.Serializer[Any]):
    """Why a move is taken back."""

    reason = serializers.CharField(max_length=200)


class MigrationOut(serializers.ModelSerializer[ProcedureMigration]):
    """One move, with what the preview showed."""

    class Meta:
        model = ProcedureMigration
        fields: ClassVar = [
            "id",
            "project",
            "source",
            "target",
            "kind",
            "differences",
            "moves",
            "reason",
            "document_no",
            "migrated_on",
            "reversed_on",
            "reversed_reason",
        ]


class PreviewOut(serializers.Serializer[Any]):
    """What moving one project would do."""

    project = serializers.IntegerField()
    kind = serializers.CharField()
    moves = serializers.ListField(child=serializers.DictField())
    opens = serializers.ListField(child=serializers.CharField())
    differences = serializers.ListField(child=serializers.DictField())
    problems = serializers.ListField(child=serializers.DictField())


@extend_schema_view(
    list=extend_schema(summary="改用新版的记录"), retrieve=extend_schema(summary="一次改用")
)
class MigrationViewSet(Idempotent, ReadViewSet):
    """Moves in scope; POST moves projects, all or none."""

    permission = Permission.VIEW_PROJECTS
    queryset = ProcedureMigration.objects.order_by("-pk")
    serializer_class = MigrationOut
    filterset_fields = ("project", "target")

    @extend_schema(
        summary="改用新版",
        request=MoveIn,
        responses={201: MigrationOut(many=True)},
        parameters=[KEY],
    )
    def create(self, request: Request) -> Response:
        """With reason; refused with the problems of every project."""
        given = checked(MoveIn, request)
        made = migrate_procedure(
            by=self.person,
            on=business_today(),
            projects=self._projects(given["projects"]),
            target=self._target(given["target"]),
            approval=Approval(given["reason"], given["document_no"]),
        )
        return Response(MigrationOut(made, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="预览改用", request=MoveIn, responses=PreviewOut(many=True))
    @action(detail=False, methods=["post"], pagination_class=None)
    def preview(self, request: Request) -> Response:
        """Nothing is written."""
        given = checked(MoveIn, request)
        target = self._target(given["target"])
        rows = [_body(one) for one in previews(self._projects(given["projects"]), target)]
        return Response(PreviewOut(rows, many=True).data)

    @extend_schema(summary="撤回改用", request=BackIn, responses=MigrationOut, parameters=[KEY])
    @action(detail=True, methods=["post"])
    def back(self, request: Request, pk: str) -> Response:
        """Until a step is completed."""
        reason = checked(BackIn, request)["reason"]
        row = reverse_migration(
            by=self.person, on=business_today(), migration=self.get_object(), reason=reason
        )
        return Response(MigrationOut(row).data)

    def _target(self, pk: int) -> PolicyVersion:
        return visible(PolicyVersion.objects.light(), self.person, pk=pk)

    def _projects(self, keys: list[int]) -> list[Project]:
        """All of them in scope; OutOfScope (404) when one is not."""
        found = {row.pk: row for row in Project.objects.visible_to(self.person).filter(pk__in=keys)}
        missing = [str(key) for key in keys if key not in found]
        if missing:
            raise OutOfScope(f"没有这些项目，或不在您的管辖范围内：{'、'.join(missing)}")
        return list(found.values())


def _body(one: Preview) -> dict[str, Any]:
    return {
        "project": one.project.pk,
        "kind": one.kind,
        "moves": [
            {"key": move.key, "name": move.name, "change": move.change, "words": move.words}
            for move in one.plan.moves
        ],
        "opens": list(one.plan.opens),
        "differences": [
            {"kind": row.kind, "label": row.label, "old": row.old, "new": row.new}
            for row in one.differences
        ],
        "problems": [problem.as_dict() for problem in one.problems],
    }

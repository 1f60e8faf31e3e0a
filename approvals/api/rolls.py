"""/api/v1/rolls/{project}/: the roll as it would freeze, doubtful cases, changes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require
from accounts.permissions import Permission
from accounts.rest import checked
from approvals.selectors.clusters import doubts_across
from approvals.selectors.roll_doubts import previous
from approvals.selectors.silent import silent_kinds
from approvals.services.roll_decisions import decide_doubt
from approvals.services.rolls import draft_roll, fingerprint, since
from common.clock import business_now, business_today
from records.rest import WriteViewSet
from renovation.models import Project


class DoubtOut(serializers.Serializer[Any]):
    """One doubtful case; `choices` is empty where only the register can mend it."""

    key = serializers.CharField()
    kind = serializers.CharField()
    words = serializers.CharField()
    clause = serializers.CharField()
    choices = serializers.DictField(child=serializers.CharField())
    proposed = serializers.CharField()
    decided = serializers.CharField()


class ChangeOut(serializers.Serializer[Any]):
    """One unit that differs from the previous roll."""

    kind = serializers.CharField()
    where = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class RollOut(serializers.Serializer[Any]):
    """The roll as it would freeze now; `changes` against the previous round, null for the first."""

    heads = serializers.IntegerField()
    units = serializers.IntegerField()
    area = serializers.CharField()
    sha256 = serializers.CharField()
    doubts = DoubtOut(many=True)
    changes = ChangeOut(many=True, allow_null=True)


class DecideIn(serializers.Serializer[Any]):
    """How a case is counted, and why."""

    key = serializers.CharField(max_length=400)
    choice = serializers.CharField(max_length=10)
    reason = serializers.CharField(max_length=200, allow_blank=True)


class RollViewSet(RetrieveModelMixin, WriteViewSet):
    """The roll of a project before it is frozen."""

    queryset = Project.objects.select_related("community")
    serializer_class = RollOut
    permission = Permission.VIEW_REGISTER

    @extend_schema(summary="名册预览、存疑和变动", responses=RollOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """As it would freeze now."""
        return Response(self._body(self.get_object()))

    @extend_schema(summary="名册裁定", request=DecideIn, responses={201: RollOut})
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Decide a doubtful case."""
        body = checked(DecideIn, request)
        project = self.get_object()
        decide_doubt(by=self.person, at=business_now(), project=project, **body)
        return Response(self._body(project), status=status.HTTP_201_CREATED)

    def _body(self, project: Project) -> dict[str, Any]:
        require(self.person, Permission.VIEW_REGISTER, on=project)
        today = business_today()
        silent = silent_kinds(project, today)
        roll, old = draft_roll(project, (), silent), previous(project)
        across = doubts_across(project, today, self.person)
        change = since(old, roll, project) if old else None
        return RollOut(
            {
                "heads": len(roll.heads),
                "units": roll.units,
                "area": str(roll.area),
                "sha256": fingerprint(roll),
                "doubts": [*roll.doubts, *(across.doubts if across else ())],
                "changes": change.changes if change else None,
            }
        ).data

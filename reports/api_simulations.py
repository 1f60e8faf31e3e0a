"""The change simulator over REST."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import ReadViewSet, checked
from accounts.rest_explanations import ExplanationField
from accounts.web import visible
from common.clock import business_now, business_today
from policies.models import PolicyVersion
from records.rest import KEY, Idempotent
from renovation.models import Simulation, SimulationRow
from renovation.models.simulations import EFFECTS, KINDS
from reports.selectors.simulations import chosen_rows, rows_of
from reports.services.simulating import simulate

NARROW = [
    OpenApiParameter("kind", OpenApiTypes.STR, enum=[key for key, _ in KINDS], description="类别"),
    OpenApiParameter(
        "effect", OpenApiTypes.STR, enum=[key for key, _ in EFFECTS], description="何时生效"
    ),
    OpenApiParameter("q", OpenApiTypes.STR, description="项目、编号或事项"),
]


class SimulateIn(serializers.Serializer[Any]):
    """The version to be held against the running projects."""

    version = serializers.IntegerField()


class SimulationOut(serializers.ModelSerializer[Simulation]):
    """The question, and how many projects are affected once it is finished."""

    class Meta:
        model = Simulation
        fields: ClassVar = [
            "id",
            "version",
            "version_hash",
            "area_code",
            "on",
            "against",
            "projects",
            "affected",
            "job",
            "asked_at",
            "finished_at",
        ]


class SimulationRowOut(serializers.ModelSerializer[SimulationRow]):
    """One difference with both explanations."""

    project_code = serializers.CharField(source="project.code")
    project_name = serializers.CharField(source="project.name")
    why_before = ExplanationField()
    why_after = ExplanationField()

    class Meta:
        model = SimulationRow
        fields: ClassVar = [
            "id",
            "project",
            "project_code",
            "project_name",
            "kind",
            "key",
            "label",
            "effect",
            "before",
            "after",
            "days",
            "yuan",
            "why_before",
            "why_after",
        ]


@extend_schema_view(
    list=extend_schema(summary="政策推演"), retrieve=extend_schema(summary="一次推演")
)
class SimulationViewSet(Idempotent, ReadViewSet):
    """Simulations of places in or around the person's."""

    permission = Permission.SIMULATE_POLICY
    queryset = Simulation.objects.select_related("version__policy").order_by("-asked_at", "-pk")
    serializer_class = SimulationOut
    filterset_fields = ("version",)

    @extend_schema(
        summary="提出推演", request=SimulateIn, responses={202: SimulationOut}, parameters=[KEY]
    )
    def create(self, request: Request) -> Response:
        """202 with the simulation; `job` is watched at `/api/v1/jobs/{id}/`."""
        key = checked(SimulateIn, request)["version"]
        version = visible(PolicyVersion.objects.light(), self.person, pk=key)
        made = simulate(by=self.person, at=business_now(), on=business_today(), version=version)
        made.refresh_from_db()
        return Response(SimulationOut(made).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(summary="推演差异", parameters=NARROW, responses=SimulationRowOut(many=True))
    @action(detail=True, pagination_class=ReadViewSet.pagination_class)
    def rows(self, request: Request, pk: str) -> Response:
        """Differences on projects in scope."""
        get = request.query_params.get
        found = chosen_rows(
            rows_of(self.person, self.get_object()),
            kind=get("kind", ""),
            effect=get("effect", ""),
            find=get("q", ""),
        )
        return self.get_paginated_response(
            SimulationRowOut(self.paginate_queryset(found), many=True).data
        )

"""/api/v1/acceptances."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest import checked
from accounts.web import visible
from approvals.api import shapes
from approvals.api.base import Bodies
from approvals.models import Acceptance, AcceptanceParty, AcceptanceProblem
from approvals.services import (
    acceptance_calling,
    acceptance_concluding,
    acceptance_defects,
    acceptance_signing,
)
from common.clock import business_now

CREATED = status.HTTP_201_CREATED


@extend_schema_view(
    list=extend_schema(summary="联合验收"), retrieve=extend_schema(summary="一次联合验收")
)
@extend_schema_view(
    list=extend_schema(summary="联合验收"), retrieve=extend_schema(summary="一次联合验收")
)
class AcceptanceViewSet(Bodies):
    """Joint acceptances: open, sign, problems, conclude."""

    queryset = Acceptance.objects.select_related("project").prefetch_related("parties", "problems")
    serializer_class = shapes.AcceptanceOut
    filterset_fields: ClassVar[list[str]] = ["project", "state"]

    @extend_schema(
        summary="组织联合验收", request=shapes.AcceptanceIn, responses={201: shapes.AcceptanceOut}
    )
    def create(self, request: Request) -> Response:
        """Call the acceptance."""
        body = checked(shapes.AcceptanceIn, request)
        project = self.project(body)
        made = acceptance_calling.open_acceptance(
            by=self.person, at=business_now(), project=project, **body
        )
        return Response(shapes.AcceptanceOut(made).data, status=CREATED)

    @extend_schema(summary="一方签署验收意见", request=shapes.SignIn, responses=shapes.PartyOut)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        """One party's verdict."""
        body = checked(shapes.SignIn, request)
        rows = AcceptanceParty.objects.filter(acceptance=self.get_object())
        party = visible(
            rows.select_related("acceptance__project"), self.person, pk=body.pop("party")
        )
        row = acceptance_signing.sign(by=self.person, at=business_now(), party=party, **body)
        return Response(shapes.PartyOut(row).data)

    @extend_schema(
        summary="登记验收问题", request=shapes.ProblemIn, responses={201: shapes.ProblemOut}
    )
    @action(detail=True, methods=["post"])
    def problem(self, request: Request, pk: str) -> Response:
        """A defect found."""
        body = checked(shapes.ProblemIn, request)
        row = acceptance_defects.find_problem(
            by=self.person, at=business_now(), acceptance=self.get_object(), **body
        )
        return Response(shapes.ProblemOut(row).data, status=CREATED)

    @extend_schema(summary="整改复查通过", request=shapes.FixIn, responses=shapes.ProblemOut)
    @action(detail=True, methods=["post"])
    def fix(self, request: Request, pk: str) -> Response:
        """A defect re-inspected."""
        body = checked(shapes.FixIn, request)
        rows = AcceptanceProblem.objects.filter(acceptance=self.get_object())
        problem = visible(
            rows.select_related("acceptance__project"), self.person, pk=body.pop("problem")
        )
        row = acceptance_defects.fix_problem(
            by=self.person, at=business_now(), problem=problem, **body
        )
        return Response(shapes.ProblemOut(row).data)

    @extend_schema(summary="验收结论", request=shapes.ConcludeIn, responses=shapes.AcceptanceOut)
    @action(detail=True, methods=["post"])
    def conclude(self, request: Request, pk: str) -> Response:
        """The conclusion."""
        body = checked(shapes.ConcludeIn, request)
        row = acceptance_concluding.conclude(
            by=self.person, at=business_now(), acceptance=self.get_object(), **body
        )
        return Response(shapes.AcceptanceOut(row).data)

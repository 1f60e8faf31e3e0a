"""Satisfaction surveys over REST."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest import checked
from approvals.api.base import Bodies
from approvals.api.shapes.surveys import NumberOut, SlipIn, SurveyIn, SurveyOut
from approvals.models import Survey
from approvals.rules.surveys import Slip
from approvals.services.surveys import Asked, close_survey, enter_slip, open_survey
from common.clock import business_now


@extend_schema_view(
    list=extend_schema(summary="满意度调查"), retrieve=extend_schema(summary="一次调查")
)
class SurveyViewSet(Bodies):
    """Surveys: open, type slips, close."""

    queryset = Survey.objects.prefetch_related("slips").order_by("-pk")
    serializer_class = SurveyOut
    filterset_fields: ClassVar[list[str]] = ["project"]

    @extend_schema(summary="开展调查", request=SurveyIn, responses={201: SurveyOut})
    def create(self, request: Request) -> Response:
        """Draw the sample and open."""
        body = checked(SurveyIn, request)
        project = self.project(body)
        made = open_survey(by=self.person, at=business_now(), project=project, asked=Asked(**body))
        return Response(SurveyOut(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="录入调查表", request=SlipIn, responses={201: NumberOut})
    @action(detail=True, methods=["post"])
    def slips(self, request: Request, pk: str) -> Response:
        """Type a slip."""
        body = checked(SlipIn, request)
        age, remark = body.pop("age"), body.pop("remark")
        made = enter_slip(
            by=self.person,
            at=business_now(),
            survey=self.get_object(),
            slip=Slip(**body),
            age=age,
            remark=remark,
        )
        return Response(NumberOut(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="办结调查", request=None, responses=SurveyOut)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close it."""
        made = close_survey(by=self.person, at=business_now(), survey=self.get_object())
        return Response(SurveyOut(made).data)

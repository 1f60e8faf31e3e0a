"""Satisfaction surveys over REST."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest import checked
from approvals.api.base import Bodies
from approvals.models import Survey
from approvals.rules.surveys import Slip
from approvals.selectors.surveys import result_of
from approvals.services.surveys import Asked, close_survey, enter_slip, open_survey
from common.clock import business_now


class SurveyIn(serializers.Serializer[Any]):
    """A survey: how many slips, until when."""

    project = serializers.IntegerField()
    title = serializers.CharField(max_length=100)
    size = serializers.IntegerField(min_value=1)
    closes_on = serializers.DateField()


class SlipIn(serializers.Serializer[Any]):
    """A slip: marks from 1 to 5 by item; nothing about who filled it in."""

    building = serializers.CharField(max_length=20)
    marks = serializers.DictField(child=serializers.IntegerField(), default=dict)
    overall = serializers.IntegerField()
    willing = serializers.CharField(max_length=3, allow_blank=True, default="")
    age = serializers.CharField(max_length=8, allow_blank=True, default="")
    remark = serializers.CharField(max_length=300, allow_blank=True, default="")


class SurveyOut(serializers.ModelSerializer[Survey]):
    """A survey with what came back; the share as an exact fraction."""

    returned = serializers.SerializerMethodField()
    satisfied = serializers.SerializerMethodField()
    explanation = serializers.SerializerMethodField()

    class Meta:
        model = Survey
        fields: ClassVar = [
            "id",
            "project",
            "title",
            "items",
            "population",
            "size",
            "seed",
            "opened_on",
            "closes_on",
            "closed_at",
            "returned",
            "satisfied",
            "explanation",
        ]

    def get_returned(self, row: Survey) -> int:
        """Slips back."""
        return row.slips.count()

    def get_satisfied(self, row: Survey) -> str | None:
        """Very satisfied and satisfied over those returned, as a fraction."""
        share = result_of(row).satisfied
        return None if share is None else str(share)

    def get_explanation(self, row: Survey) -> dict[str, Any]:
        """As stored once closed."""
        return row.result or result_of(row).explanation.to_dict()


class NumberOut(serializers.Serializer[Any]):
    """The number that a slip got."""

    number = serializers.IntegerField()


@extend_schema_view(
    list=extend_schema(summary="满意度调查"), retrieve=extend_schema(summary="一次调查")
)
class SurveyViewSet(Bodies):
    """Surveys: open, type slips, close."""

    queryset = Survey.objects.select_related("project").order_by("-pk")
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

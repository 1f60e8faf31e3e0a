"""REST: /money/stakes, rewards that hang on a deadline."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import require
from accounts.permissions import Permission
from accounts.rest import person
from accounts.rest_explanations import ExplanationField
from common.clock import business_today
from funding.selectors.stakes import stakes
from renovation.selectors.frame import get_project


class ProjectIn(serializers.Serializer[Any]):
    """The project asked for."""

    project = serializers.IntegerField(min_value=1)


class RewardOut(serializers.Serializer[Any]):
    """A reward: 元 won (`amount`) or still to be won (`at_stake`), and the last day."""

    key = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(["open", "earned", "lost"])
    until = serializers.DateField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    at_stake = serializers.DecimalField(max_digits=18, decimal_places=2)
    explanation = ExplanationField()


class StandingOut(serializers.Serializer[Any]):
    """Rewards of a project, and why others cannot be decided."""

    rewards = RewardOut(many=True)
    open_points = serializers.ListField(child=serializers.CharField())


class StakesView(APIView):
    """与时限挂钩的奖补。"""

    @extend_schema(
        summary="与时限挂钩的奖补", parameters=[ProjectIn], responses=StandingOut, filters=False
    )
    def get(self, request: Request) -> Response:
        """The rewards of `?project=`, as they stand today."""
        user = person(request)
        require(user, Permission.VIEW_MONEY)
        asked = ProjectIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        project = get_project(user, asked.validated_data["project"])
        require(user, Permission.VIEW_MONEY, on=project)
        found = stakes(project, business_today())
        rewards = [
            {
                "key": one.key,
                "name": one.name,
                "state": one.state,
                "until": one.until,
                "amount": one.amount,
                "at_stake": one.at_stake,
                "explanation": one.explanation,
            }
            for one in found.rewards
        ]
        body = {"rewards": rewards, "open_points": list(found.open_points)}
        return Response(StandingOut(body).data)

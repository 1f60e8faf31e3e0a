"""Bodies of satisfaction surveys; shares are exact fractions."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.rest_explanations import ExplanationField
from approvals.models import Survey
from approvals.selectors.surveys import result_of


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


class SurveyGrounds(ExplanationField):
    """As stored once the survey is closed, as it comes out now before."""

    def get_attribute(self, instance: Survey) -> Any:
        """The survey's own."""
        return instance.result or result_of(instance).explanation


class SurveyOut(serializers.ModelSerializer[Survey]):
    """A survey with what came back; the share as an exact fraction."""

    returned = serializers.SerializerMethodField()
    satisfied = serializers.SerializerMethodField()
    explanation = SurveyGrounds()

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
        return len(row.slips.all())

    def get_satisfied(self, row: Survey) -> str | None:
        """Very satisfied and satisfied over those returned, as a fraction."""
        share = result_of(row).satisfied
        return None if share is None else str(share)


class NumberOut(serializers.Serializer[Any]):
    """The number that a slip got."""

    number = serializers.IntegerField()

"""Bodies of a project, its next step and the grounds of a result."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.rest_explanations import ExplanationField
from renovation.models import (
    Project,
)


class ProjectOut(serializers.ModelSerializer[Project]):
    """A project as lists show it."""

    street = serializers.CharField(source="community.street.name")
    state_label = serializers.CharField(source="get_state_display")
    current_step = serializers.CharField(source="current_step.key", default=None)
    current_step_name = serializers.CharField(source="current_step.name", default=None)

    class Meta:
        model = Project
        fields = (
            "id",
            "code",
            "name",
            "community",
            "area_code",
            "street",
            "state",
            "state_label",
            "year",
            "opened_on",
            "buildings",
            "households",
            "floor_area",
            "investment",
            "current_step",
            "current_step_name",
            "due_on",
            "procedure",
            "version",
            "demo",
        )


class WhyOut(serializers.Serializer[Any]):
    """An explanation, with the stored and the recomputed result where both are there."""

    explanation = ExplanationField()
    stored = serializers.CharField(allow_null=True)
    now = serializers.CharField(allow_null=True)
    equal = serializers.BooleanField(allow_null=True)


class CardOut(serializers.Serializer[Any]):
    """The next step: what, who, until when, everything that is missing."""

    project_id = serializers.IntegerField()
    step_id = serializers.IntegerField(allow_null=True)
    title = serializers.CharField()
    state = serializers.CharField()
    who = serializers.CharField(allow_blank=True)
    until = serializers.DateField(allow_null=True, default=None)
    clause = serializers.CharField(allow_blank=True, default="")
    then = serializers.CharField(allow_blank=True, default="")
    missing = serializers.ListField(child=serializers.DictField())

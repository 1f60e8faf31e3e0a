"""Bodies about joint reviews."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from approvals.models import Opinion, Review
from approvals.models.reviews import VIEWS


class OpinionOut(serializers.ModelSerializer[Opinion]):
    """A unit's opinion."""

    class Meta:
        model = Opinion
        fields: ClassVar = [
            "id",
            "unit_code",
            "unit_name",
            "view",
            "conditions",
            "signatory",
            "given_on",
        ]


class ReviewOut(serializers.ModelSerializer[Review]):
    """A joint review."""

    opinions = OpinionOut(many=True, read_only=True)

    class Meta:
        model = Review
        fields: ClassVar = [
            "id",
            "project",
            "key",
            "name",
            "attempt",
            "state",
            "accepted_on",
            "due_on",
            "low_risk",
            "conclusion",
            "concluded_on",
            "opinions",
        ]


class ReviewIn(serializers.Serializer[Any]):
    """Acceptance for review."""

    project = serializers.IntegerField()
    key = serializers.CharField(max_length=40)
    accepted_on = serializers.DateField()
    low_risk = serializers.BooleanField(default=False)


class OpinionIn(serializers.Serializer[Any]):
    """One unit's opinion."""

    opinion = serializers.IntegerField()
    view = serializers.ChoiceField(choices=list(VIEWS.items()))
    conditions = serializers.CharField(allow_blank=True, default="")
    signatory = serializers.CharField(max_length=40, allow_blank=True)
    given_on = serializers.DateField()


class ConcludeIn(serializers.Serializer[Any]):
    """A conclusion."""

    passed = serializers.BooleanField()
    conclusion = serializers.CharField(allow_blank=True)
    concluded_on = serializers.DateField()

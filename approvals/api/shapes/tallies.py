"""Bodies about counts and the roll; exact numbers are text."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.rest_explanations import ExplanationField
from approvals.models import HeadUnit, RunningTally, Tally
from approvals.rules.tally import FIELDS


class RunningOut(serializers.ModelSerializer[RunningTally]):
    """Running counts of one matter and building ("" = whole)."""

    class Meta:
        model = RunningTally
        fields: ClassVar = ["matter", "building", *FIELDS, "updated"]


class TallyOut(serializers.ModelSerializer[Tally]):
    """A stored count."""

    explanation = ExplanationField()

    class Meta:
        model = Tally
        fields: ClassVar = [
            "id",
            "round",
            "matter",
            "occasion",
            "counts",
            "buildings",
            "valid",
            "passed",
            "explanation",
            "taken_at",
        ]


class TestOut(serializers.Serializer[Any]):
    """One threshold, exact numbers as text."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()
    base = serializers.CharField()
    needed = serializers.CharField()
    missing = serializers.CharField()
    unit = serializers.CharField()
    met = serializers.BooleanField()


class MatterOut(serializers.Serializer[Any]):
    """One matter judged as it stands, with advice."""

    matter = serializers.CharField()
    name = serializers.CharField()
    valid = serializers.BooleanField()
    passed = serializers.BooleanField()
    tests = TestOut(many=True)
    notes = serializers.ListField(child=serializers.CharField())
    explanation = ExplanationField()


class RoundTallyOut(serializers.Serializer[Any]):
    """A round's counts now, judged, and the stored ones."""

    running = RunningOut(many=True)
    matters = MatterOut(many=True)
    stored = TallyOut(many=True)


class RollUnitOut(serializers.ModelSerializer[HeadUnit]):
    """One unit of the frozen roll; owners masked."""

    label = serializers.CharField(  # type: ignore[assignment]
        source="head.label", read_only=True
    )

    class Meta:
        model = HeadUnit
        fields: ClassVar = [
            "id",
            "position",
            "building",
            "entrance",
            "room",
            "kind",
            "area",
            "serial",
            "head",
            "label",
        ]

"""Bodies about tonight: gaps, forecasts, doors; owners masked, exact numbers as text."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from approvals.models import HeadUnit


class GapOut(serializers.Serializer[Any]):
    """What one test lacks; owners are people to call on."""

    label = serializers.CharField()  # type: ignore[assignment]
    unit = serializers.CharField()
    met = serializers.BooleanField()
    missing = serializers.CharField(allow_null=True)
    owners_best = serializers.IntegerField(allow_null=True)
    owners_worst = serializers.IntegerField(allow_null=True)
    certain = serializers.CharField(allow_null=True)


class MatterGapsOut(serializers.Serializer[Any]):
    """One matter's tests."""

    matter = serializers.CharField(source="matter.key")
    name = serializers.CharField(source="matter.name")
    gaps = GapOut(many=True)


class DoorHomeOut(serializers.ModelSerializer[HeadUnit]):
    """One home behind a door."""

    class Meta:
        model = HeadUnit
        fields: ClassVar = ["id", "serial", "building", "entrance", "room", "area"]


class DoorOut(serializers.Serializer[Any]):
    """One call."""

    head = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    area = serializers.CharField()
    homes = DoorHomeOut(many=True)


class PartDoorsOut(serializers.Serializer[Any]):
    """A building or entrance judged by itself, and the doors that close its gap."""

    part = serializers.CharField(source="part.code")
    name = serializers.CharField(source="part.words")
    passed = serializers.BooleanField()
    valid = serializers.BooleanField()
    possible = serializers.BooleanField()
    doors = serializers.IntegerField()
    papers = serializers.IntegerField()
    area = serializers.CharField()


class EveningOut(serializers.Serializer[Any]):
    """The round tonight: the fewest doors that reach the goal, largest area first."""

    goal = serializers.CharField()
    valid = serializers.BooleanField()
    passed = serializers.BooleanField(allow_null=True)
    possible = serializers.BooleanField()
    left = serializers.IntegerField()
    away = serializers.IntegerField()
    matters = MatterGapsOut(many=True)
    parts = PartDoorsOut(many=True)
    doors = DoorOut(many=True)
    spare = DoorOut(many=True)

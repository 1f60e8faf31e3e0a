"""Bodies about rounds."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from approvals.models import Round


class RoundOut(serializers.ModelSerializer[Round]):
    """A round."""

    project_name = serializers.CharField(source="project.name", read_only=True)

    class Meta:
        model = Round
        fields: ClassVar = [
            "id",
            "project",
            "project_name",
            "key",
            "name",
            "attempt",
            "state",
            "organiser",
            "contact",
            "opens_at",
            "closes_at",
            "heads",
            "units",
            "area",
            "items",
            "places",
            "cluster",
            "members",
            "roll_sha256",
            "hand_counts",
            "note",
        ]


class OpenRoundIn(serializers.Serializer[Any]):
    """Opening a round."""

    project = serializers.IntegerField()
    key = serializers.CharField(max_length=40)
    closes_at = serializers.DateTimeField()
    organiser = serializers.CharField(max_length=80, allow_blank=True)
    contact = serializers.CharField(max_length=80, allow_blank=True, default="")
    places = serializers.ListField(child=serializers.CharField(max_length=60), default=list)
    groups = serializers.DictField(
        child=serializers.DictField(child=serializers.ListField(child=serializers.CharField())),
        default=dict,
        help_text="事项 → paying 或 affected → 房屋，如 3-2-301、3号楼2单元",
    )


class CloseRoundIn(serializers.Serializer[Any]):
    """The hand count: matter → choice → papers."""

    hand_counts = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField(min_value=0))
    )
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class ReasonIn(serializers.Serializer[Any]):
    """A reason."""

    reason = serializers.CharField(max_length=200, allow_blank=True)


class ExtendIn(ReasonIn):
    """A later closing instant."""

    closes_at = serializers.DateTimeField()

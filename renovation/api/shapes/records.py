"""Bodies of what is on record of a project: facts, milestones, contents, works."""

from __future__ import annotations

from rest_framework import serializers

from policies.rules.vocabulary import FACTS
from renovation.models import (
    ContentItem,
    Milestone,
    ProjectFact,
    WorksReport,
)


class FactOut(serializers.ModelSerializer[ProjectFact]):
    """A fact as gates read it."""

    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    unit = serializers.SerializerMethodField()

    class Meta:
        model = ProjectFact
        fields = ("key", "label", "scope", "value", "unit", "as_of", "source", "explanation")

    def get_label(self, row: ProjectFact) -> str:
        """The registry's word for it."""
        return FACTS[row.key].label

    def get_unit(self, row: ProjectFact) -> str:
        """人, ㎡, 元 …"""
        return FACTS[row.key].unit


class MilestoneOut(serializers.ModelSerializer[Milestone]):
    """A milestone, live or revoked."""

    label = serializers.CharField(source="get_kind_display")  # type: ignore[assignment]

    class Meta:
        model = Milestone
        fields = ("id", "kind", "label", "reached_on", "evidence", "revoked", "supersedes")


class ContentOut(serializers.ModelSerializer[ContentItem]):
    """A chosen item."""

    class Meta:
        model = ContentItem
        fields = (
            "key",
            "name",
            "aspect",
            "level",
            "tags",
            "quantity",
            "unit",
            "estimate",
            "progress",
        )


class WorksOut(serializers.ModelSerializer[WorksReport]):
    """One report of progress."""

    class Meta:
        model = WorksReport
        fields = ("id", "day", "progress", "remark", "items", "reported_at", "corrects")

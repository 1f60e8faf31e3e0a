"""Bodies of what is on record of a project: facts, milestones, contents, works."""

from __future__ import annotations

from rest_framework import serializers

from accounts.rest_explanations import ExplanationField
from policies.rules.fact_words import FactKind
from policies.rules.model import Terms
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
    explanation = ExplanationField()

    class Meta:
        model = ProjectFact
        fields = ("key", "label", "scope", "value", "unit", "as_of", "source", "explanation")

    def get_label(self, row: ProjectFact) -> str:
        """The registry's word for it."""
        return self._kind(row).label

    def get_unit(self, row: ProjectFact) -> str:
        """人, ㎡, 元 …"""
        return self._kind(row).unit

    def _kind(self, row: ProjectFact) -> FactKind:
        """The kind of a fact of the product, or of the policy's own by the `terms` given."""
        terms: Terms = self.context.get("terms") or Terms()
        unknown = FactKind(row.key, row.key, "", "word", "own")
        return FACTS.get(row.key) or (terms.kind(row.key) if row.key in terms.facts else unknown)


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

"""Bodies of a step, its documents and what it still asks for."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.rest_explanations import ExplanationField
from renovation.models import (
    Step,
    StepDocument,
)


class DocumentOut(serializers.ModelSerializer[StepDocument]):
    """A document that a step asks for."""

    class Meta:
        model = StepDocument
        fields = ("key", "name", "required", "attachment", "document_no", "dated_on")


class PaperOut(serializers.Serializer[Any]):
    """What is printed for a document: body of `print`; `missing` says why it cannot be yet."""

    kind = serializers.CharField()
    subject = serializers.IntegerField(allow_null=True)
    missing = serializers.CharField(allow_blank=True)


class AskedDocumentOut(DocumentOut):
    """A document with the paper that the product prints for it, null where it prints none."""

    paper = serializers.SerializerMethodField()

    class Meta(DocumentOut.Meta):
        fields = (*DocumentOut.Meta.fields, "paper")  # type: ignore[assignment]

    @extend_schema_field(PaperOut(allow_null=True))
    def get_paper(self, row: StepDocument) -> dict[str, Any] | None:
        """From the offers in the context."""
        offer = self.context.get("offers", {}).get((row.step_id, row.key))
        return PaperOut(offer).data if offer else None


class StepOut(serializers.ModelSerializer[Step]):
    """A step as stored."""

    state_label = serializers.CharField(source="get_state_display")
    project_name = serializers.CharField(source="project.name")

    class Meta:
        model = Step
        fields = (
            "id",
            "project",
            "project_name",
            "key",
            "name",
            "phase",
            "position",
            "kind",
            "subject",
            "state",
            "state_label",
            "lead_code",
            "unit_codes",
            "opened_on",
            "due_on",
            "provisional",
            "done_on",
            "evidence",
        )


class LineOut(serializers.Serializer[Any]):
    """One thing that a step asks for."""

    kind = serializers.CharField()
    key = serializers.CharField()
    text = serializers.CharField()
    met = serializers.BooleanField()
    gap = serializers.CharField(allow_blank=True)
    owed_by = serializers.CharField(allow_blank=True)
    until = serializers.DateField(allow_null=True)
    late = serializers.BooleanField()
    explanation = ExplanationField()


class StepDetail(StepOut):
    """A step with its documents and everything it still asks for."""

    documents = AskedDocumentOut(many=True)
    blockers = LineOut(many=True, read_only=True)
    met = LineOut(many=True, read_only=True)
    ready = serializers.BooleanField(read_only=True)
    deadline_explanation = ExplanationField()

    class Meta(StepOut.Meta):
        fields = (
            *StepOut.Meta.fields,
            "documents",
            "blockers",
            "met",
            "ready",
            "deadline_explanation",
        )  # type: ignore[assignment]

"""Bodies of a plan and its lines."""

from __future__ import annotations

from rest_framework import serializers

from renovation.models import (
    Plan,
    PlanLine,
)


class PlanOut(serializers.ModelSerializer[Plan]):
    """A plan with what its covering text states."""

    class Meta:
        model = Plan
        fields = (
            "id",
            "area_code",
            "year",
            "title",
            "document_no",
            "issued_on",
            "claims",
            "start_by",
            "accept_by",
            "demo",
        )


class PlanLineOut(serializers.ModelSerializer[PlanLine]):
    """A line as reported, with the cell row it came from."""

    name = serializers.CharField(source="project.name")

    class Meta:
        model = PlanLine
        fields = (
            "id",
            "project",
            "name",
            "position",
            "buildings",
            "households",
            "floor_area",
            "investment",
            "upload_id",
            "sheet",
            "row",
        )

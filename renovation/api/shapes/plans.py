"""Bodies of a plan and its lines."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from renovation.models import Plan, PlanCarry, PlanEntry, PlanEntryLine, PlanLine, ProjectGroup


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
            "issued_buildings",
            "issued_households",
            "issued_floor_area",
            "investment",
            "upload_id",
            "sheet",
            "row",
        )


class SumOut(serializers.Serializer[Any]):
    """One measure of a plan: issued, adjusted, actual."""

    key = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField()
    issued = serializers.CharField()
    adjusted = serializers.CharField()
    actual = serializers.CharField()


class EntryLineOut(serializers.ModelSerializer[PlanEntryLine]):
    """By how much an entry moved a line."""

    class Meta:
        model = PlanEntryLine
        fields = ("line", "name", "was_called", "buildings", "households", "floor_area")


class EntryOut(serializers.ModelSerializer[PlanEntry]):
    """A change of an issued plan."""

    lines = EntryLineOut(many=True)

    class Meta:
        model = PlanEntry
        fields = (
            "id",
            "kind",
            "document_no",
            "dated_on",
            "reason",
            "upload_id",
            "entered_at",
            "lines",
        )


class CarryOut(serializers.ModelSerializer[PlanCarry]):
    """A line of an earlier plan to be finished under this one."""

    class Meta:
        model = PlanCarry
        fields = ("id", "plan", "line", "document_no", "due_on")


class GroupOut(serializers.ModelSerializer[ProjectGroup]):
    """A group: what its paper approved, and what its projects sum up to."""

    sums = serializers.SerializerMethodField()
    projects = serializers.PrimaryKeyRelatedField[Any](many=True, read_only=True)

    class Meta:
        model = ProjectGroup
        fields = (
            "id",
            "kind",
            "area_code",
            "name",
            "code",
            "first_year",
            "last_year",
            "document_no",
            "buildings",
            "households",
            "floor_area",
            "investment",
            "sums",
            "projects",
            "version",
            "demo",
        )

    def get_sums(self, group: Any) -> dict[str, str]:
        """Exact text by measure."""
        keys = ("buildings", "households", "floor_area", "investment")
        return {key: str(getattr(group, f"sum_{key}")) for key in keys}

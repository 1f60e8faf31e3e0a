"""Bodies about counts and the roll; exact numbers are text."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.rest_explanations import ExplanationField
from approvals.models import HeadUnit, RunningTally, Tally
from approvals.rules.parts import WHOLE, Part
from approvals.rules.tally import FIELDS
from approvals.selectors.seeing import turnout


class RunningOut(serializers.ModelSerializer[RunningTally]):
    """Running counts of one matter and part ("" = whole): building, entrance, whose units.

    What was said in a part is null for who does not count, and everywhere for who reads blind.
    """

    class Meta:
        model = RunningTally
        fields: ClassVar = ["matter", "building", "entrance", "group", *FIELDS, "updated"]

    def to_representation(self, instance: RunningTally) -> dict[str, Any]:
        """A part's turnout alone, unless the reader counts."""
        told = super().to_representation(instance)
        whole = Part.of(told) == WHOLE and not self.context.get("blind")
        return told if whole or self.context.get("counting") else turnout(told)


class TallyOut(serializers.ModelSerializer[Tally]):
    """A stored count; a cluster's communities stand in `parts` for those who count alone.

    What was said in a building or part is null for who does not count.
    """

    explanation = ExplanationField()
    buildings = serializers.SerializerMethodField()
    parts = serializers.SerializerMethodField()

    class Meta:
        model = Tally
        fields: ClassVar = [
            "id",
            "round",
            "matter",
            "occasion",
            "counts",
            "buildings",
            "parts",
            "valid",
            "passed",
            "explanation",
            "taken_at",
        ]

    def get_buildings(self, row: Tally) -> list[dict[str, Any]]:
        """Each building's count."""
        return self._told(row.buildings)

    def get_parts(self, row: Tally) -> list[dict[str, Any]]:
        """Entrances and groups of owners, and the communities of a cluster."""
        counting = self.context.get("counting")
        return self._told([part for part in row.parts if counting or not part.get("community")])

    def _told(self, parts: list[dict[str, str]]) -> list[dict[str, Any]]:
        if self.context.get("counting"):
            return [*parts]
        return [turnout(part) for part in parts]


class PartOut(serializers.Serializer[Any]):
    """What a building or entrance comes to by itself."""

    part = serializers.CharField()
    valid = serializers.BooleanField()
    passed = serializers.BooleanField()


class TestOut(serializers.Serializer[Any]):
    """One threshold, exact numbers as text; `part` the building or entrance, "" the whole."""

    part = serializers.CharField(allow_blank=True)
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()
    base = serializers.CharField()
    needed = serializers.CharField()
    missing = serializers.CharField()
    unit = serializers.CharField()
    met = serializers.BooleanField()


class CommunityOut(serializers.Serializer[Any]):
    """One community of a cluster, exact numbers as text; `choices` null for who does not count."""

    community = serializers.CharField()
    turnout = serializers.DictField(child=serializers.CharField())
    choices = serializers.DictField(child=serializers.CharField(), allow_null=True)


class MatterOut(serializers.Serializer[Any]):
    """One matter judged as it stands, with advice."""

    matter = serializers.CharField()
    name = serializers.CharField()
    valid = serializers.BooleanField()
    passed = serializers.BooleanField(allow_null=True)
    tests = TestOut(many=True)
    decides = serializers.ChoiceField(choices=["whole", "each"])
    parts = PartOut(many=True)
    communities = CommunityOut(many=True)
    communities_explanation = ExplanationField(allow_null=True)
    notes = serializers.ListField(child=serializers.CharField())
    explanation = ExplanationField()


class RoundTallyOut(serializers.Serializer[Any]):
    """A round's counts now, judged, and the stored ones."""

    running = RunningOut(many=True)
    matters = MatterOut(many=True)
    stored = TallyOut(many=True)


class RollUnitOut(serializers.ModelSerializer[HeadUnit]):
    """One unit of the frozen roll; owners masked. `unit` is the register's, `owners` their ids."""

    label = serializers.CharField(  # type: ignore[assignment]
        source="head.label", read_only=True
    )
    owners = serializers.ListField(
        source="head.owner_ids", child=serializers.IntegerField(), read_only=True
    )

    class Meta:
        model = HeadUnit
        fields: ClassVar = [
            *("id", "position", "building", "entrance", "room", "kind", "area", "serial"),
            *("unit", "head", "owners", "label", "paying", "affected"),
        ]

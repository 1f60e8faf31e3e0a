"""Buildings and exclusive units over REST; areas in ㎡ are strings."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from districts.models import Building, ExclusiveUnit
from districts.models.homes import AREA_SOURCES, KINDS


class BuildingOut(serializers.ModelSerializer[Building]):
    """A building."""

    class Meta:
        model = Building
        fields = (
            "id",
            "community",
            "number",
            "structure",
            "storeys",
            "built_year",
            "floor_area",
            "households",
        )


class UnitOut(serializers.ModelSerializer[ExclusiveUnit]):
    """An exclusive unit; areas in ㎡."""

    full_label = serializers.CharField(source="label")
    community = serializers.IntegerField(source="building.community_id")

    class Meta:
        model = ExclusiveUnit
        fields = (
            "id",
            "community",
            "building",
            "entrance",
            "room",
            "floor",
            "code",
            "full_label",
            "kind",
            "area",
            "area_source",
            "area_with_share",
        )


class CorrectionIn(serializers.Serializer[Any]):
    """New values and the reason; what is not named stays."""

    area = serializers.DecimalField(max_digits=14, decimal_places=2, required=False)
    area_with_share = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True
    )
    area_source = serializers.ChoiceField(list(AREA_SOURCES.items()), required=False)
    kind = serializers.ChoiceField(list(KINDS.items()), required=False)
    floor = serializers.IntegerField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=300)

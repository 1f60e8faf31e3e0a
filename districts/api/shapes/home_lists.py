"""A household list over REST, as written; all rows or none."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from districts.api.shapes.owners import OwnerIn
from districts.models.homes import AREA_SOURCES, KINDS


class HomeIn(serializers.Serializer[Any]):
    """A unit as written."""

    building = serializers.CharField(max_length=20)
    entrance = serializers.CharField(max_length=20, allow_blank=True, default="")
    room = serializers.CharField(max_length=20)
    area = serializers.DecimalField(max_digits=14, decimal_places=2)
    floor = serializers.IntegerField(required=False, allow_null=True)
    kind = serializers.ChoiceField(list(KINDS.items()), default="home")
    area_source = serializers.ChoiceField(list(AREA_SOURCES.items()), default="registered")
    area_with_share = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True
    )
    owners = OwnerIn(many=True, required=False)


class HomesIn(serializers.Serializer[Any]):
    """Many units at once."""

    rows = HomeIn(many=True, allow_empty=False)


class HomesOut(serializers.Serializer[Any]):
    """What was entered."""

    units = serializers.ListField(child=serializers.IntegerField())
    owners = serializers.IntegerField()
    doubtful = serializers.ListField(child=serializers.CharField())

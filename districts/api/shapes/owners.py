"""Owners over REST: taken in clear, given out masked."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from districts.models import Ownership


class OwnerIn(serializers.Serializer[Any]):
    """An owner as written; `number` is an ID or registration number."""

    name = serializers.CharField(max_length=100)
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True)
    number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    kind = serializers.ChoiceField(["person", "company"], required=False)


class OwnersIn(serializers.Serializer[Any]):
    """Exactly these owners, and why."""

    owners = OwnerIn(many=True, allow_empty=False)
    reason = serializers.CharField(max_length=300)


class OwnershipOut(serializers.ModelSerializer[Ownership]):
    """A part, with its owner masked."""

    unit_label = serializers.CharField(source="unit.label")
    owner_kind = serializers.CharField(source="owner.kind")
    name_masked = serializers.CharField(source="owner.name_masked")
    phone_masked = serializers.CharField(source="owner.phone_masked")

    class Meta:
        model = Ownership
        fields = (
            "id",
            "unit",
            "unit_label",
            "owner",
            "owner_kind",
            "name_masked",
            "phone_masked",
            "starts_on",
        )


class SearchIn(serializers.Serializer[Any]):
    """Exactly these words; within a community a room counts, too."""

    q = serializers.CharField(max_length=100)
    community = serializers.IntegerField(required=False)

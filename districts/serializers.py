"""Bodies of the register's REST addresses; exact numbers are strings."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from districts.models import Area, Building, Community, ExclusiveUnit, Ownership, ResponsibleUnit
from districts.models.homes import AREA_SOURCES, KINDS


class AreaOut(serializers.ModelSerializer[Area]):
    """A place."""

    class Meta:
        model = Area
        fields = ("code", "name", "level", "official", "source", "starts_on", "ends_on")


class ResponsibleUnitOut(serializers.ModelSerializer[ResponsibleUnit]):
    """An office or utility."""

    class Meta:
        model = ResponsibleUnit
        fields = ("code", "name", "short_name", "kind", "area_code")


class CommunityOut(serializers.ModelSerializer[Community]):
    """A community."""

    street = serializers.CharField(source="street.code")
    street_name = serializers.CharField(source="street.name")

    class Meta:
        model = Community
        fields = (
            "id",
            "code",
            "name",
            "aliases",
            "street",
            "street_name",
            "area_code",
            "address",
            "built_year",
            "management",
            "demo",
        )


class CommunityIn(serializers.Serializer[Any]):
    """A new community; `street` is its code."""

    name = serializers.CharField(max_length=100)
    street = serializers.CharField(max_length=12)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    built_year = serializers.IntegerField(required=False, allow_null=True)
    built_year_proof = serializers.CharField(max_length=200, required=False, allow_blank=True)
    management = serializers.CharField(max_length=60, required=False, allow_blank=True)
    aliases = serializers.ListField(child=serializers.CharField(max_length=100), required=False)


class BuildingOut(serializers.ModelSerializer[Building]):
    """A building."""

    class Meta:
        model = Building
        fields = ("id", "community", "number", "structure", "storeys", "built_year")


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


class OwnerIn(serializers.Serializer[Any]):
    """An owner as written; `number` is an ID or registration number."""

    name = serializers.CharField(max_length=100)
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True)
    number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    kind = serializers.ChoiceField(["person", "company"], required=False)


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

"""Communities over REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from districts.models import Community


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

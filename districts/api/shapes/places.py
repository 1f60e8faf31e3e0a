"""Areas and responsible units over REST."""

from __future__ import annotations

from rest_framework import serializers

from districts.models import Area, ResponsibleUnit


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

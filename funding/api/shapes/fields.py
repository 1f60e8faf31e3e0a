"""Fields that several bodies share: money, a project, a unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from common.errors import OutOfScope
from funding.rules.bookings import UnitKey
from renovation.models import Project


class Money(serializers.DecimalField):
    """元 with two places, above zero unless told otherwise."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", Decimal("0.01"))
        super().__init__(max_digits=16, decimal_places=2, **options)


class ProjectField(serializers.IntegerField):
    """A project by its number; one that is not there is answered like one out of scope (404)."""

    def to_internal_value(self, data: Any) -> Any:
        """The project; whether it lies in scope, the service asks."""
        found = Project.objects.filter(pk=super().to_internal_value(data)).first()
        if found is None:
            raise OutOfScope("没有找到这个项目，或不在您的管辖范围内。")
        return found


class UnitField(serializers.IntegerField):
    """A unit by its number; whether it pays in the project, the service asks."""

    def to_internal_value(self, data: Any) -> Any:
        """The key alone: a thousand rows cost no look-ups."""
        return UnitKey(super().to_internal_value(data))

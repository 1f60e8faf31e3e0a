"""An order that only Python knows, as a field to sort rows by."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, Value
from django.db.models.functions import Coalesce


def place_in(keys: Sequence[int]) -> Func:
    """Where a row's key stands in this order; those outside come last."""
    order = Value(list(keys), output_field=ArrayField(BigIntegerField()))
    place = Func(order, F("pk"), function="array_position", output_field=IntegerField())
    return Coalesce(place, len(keys) + 1)

"""Bodies of the bill of quantities."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from renovation.models import BillItem


class BillItemOut(serializers.ModelSerializer[BillItem]):
    """An item of the bill of quantities, with the import, sheet and row that it comes from."""

    class Meta:
        model = BillItem
        fields = (
            "id",
            "position",
            "section",
            "code",
            "name",
            "feature",
            "unit",
            "quantity",
            "unit_price",
            "amount",
            "content",
            "payer",
            "upload_id",
            "sheet",
            "row",
        )


class BillSectionOut(serializers.Serializer[Any]):
    """A section's items and their sum in 元."""

    name = serializers.CharField()
    items = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)


class BillSumsOut(serializers.Serializer[Any]):
    """The bill's sums in 元; `estimate` is that of the contents, 0.00 where none is stated."""

    items = serializers.IntegerField()
    total = serializers.DecimalField(max_digits=18, decimal_places=2)
    estimate = serializers.DecimalField(max_digits=18, decimal_places=2)
    sections = BillSectionOut(many=True)

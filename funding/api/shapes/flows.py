"""Bodies out: money booked by source, and its sums."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from funding.models import (
    Allocation,
    Payment,
    Receipt,
)

_COMMON = ["id", "project", "source", "amount", "reverses", "reason", "booked_at"]


class AllocationOut(serializers.ModelSerializer[Allocation]):
    """A booked allocation."""

    source = serializers.CharField(source="source.kind")  # type: ignore[assignment]

    class Meta:
        model = Allocation
        fields: ClassVar = [*_COMMON, "document_no", "allocated_on"]


class ReceiptOut(serializers.ModelSerializer[Receipt]):
    """A booked receipt."""

    source = serializers.CharField(source="source.kind")  # type: ignore[assignment]

    class Meta:
        model = Receipt
        fields: ClassVar = [*_COMMON, "voucher", "received_on"]


class SpendingOut(serializers.ModelSerializer[Payment]):
    """A booked payment."""

    source = serializers.CharField(source="source.kind")  # type: ignore[assignment]

    class Meta:
        model = Payment
        fields: ClassVar = [*_COMMON, "purpose", "payee", "voucher", "paid_on"]


class MoneyRowOut(serializers.Serializer[Any]):
    """Planned, received, paid in 元; shares as exact fractions (text), null where undefined."""

    key = serializers.CharField()
    name = serializers.CharField()
    planned = serializers.DecimalField(max_digits=18, decimal_places=2)
    received = serializers.DecimalField(max_digits=18, decimal_places=2)
    paid = serializers.DecimalField(max_digits=18, decimal_places=2)
    missing = serializers.DecimalField(max_digits=18, decimal_places=2)
    kept = serializers.DecimalField(max_digits=18, decimal_places=2)
    received_share = serializers.CharField(allow_null=True)
    paid_share = serializers.CharField(allow_null=True)

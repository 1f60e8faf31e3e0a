"""Bodies in: money booked by source, and taken back."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from funding.api.shapes.fields import Money, ProjectField
from funding.models.flows import PURPOSES
from funding.models.sources import KINDS


class ReasonIn(serializers.Serializer[Any]):
    """Why a booking is taken back."""

    reason = serializers.CharField(max_length=200)


class BookingIn(serializers.Serializer[Any]):
    """What every booking of a source has; `source` is a kind such as central_fiscal."""

    project = ProjectField()
    source = serializers.ChoiceField(choices=list(KINDS))  # type: ignore[assignment]
    amount = Money()


class AllocationIn(BookingIn):
    """下达."""

    document_no = serializers.CharField(max_length=60)
    allocated_on = serializers.DateField()


class ReceiptIn(BookingIn):
    """到位."""

    voucher = serializers.CharField(max_length=60)
    received_on = serializers.DateField()


class SpendingIn(BookingIn):
    """支付."""

    purpose = serializers.ChoiceField(choices=list(PURPOSES))
    payee = serializers.CharField(max_length=100)
    voucher = serializers.CharField(max_length=60)
    paid_on = serializers.DateField()

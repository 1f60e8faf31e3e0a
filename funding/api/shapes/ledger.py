"""Bodies of the residents' ledger."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from funding.api.shapes.fields import Money, ProjectField, UnitField
from funding.models import (
    LedgerEntry,
)
from funding.models.ledger import CHANNELS


class EntryOut(serializers.ModelSerializer[LedgerEntry]):
    """One row of the residents' ledger; the payer is masked."""

    class Meta:
        model = LedgerEntry
        fields: ClassVar = [
            "id",
            "project",
            "unit",
            "kind",
            "channel",
            "amount",
            "direction",
            "paid_on",
            "voucher",
            "payer",
            "reverses",
            "reason",
            "booked_at",
        ]


class PaymentIn(serializers.Serializer[Any]):
    """One household's payment."""

    unit = UnitField()
    amount = Money()
    voucher = serializers.CharField(max_length=60)
    channel = serializers.ChoiceField(choices=list(CHANNELS), default="bank")
    paid_on = serializers.DateField()
    payer = serializers.CharField(max_length=60, default="", allow_blank=True)
    joint = serializers.BooleanField(default=False)


class OneOrMany(PaymentIn):
    """A payment with its project."""

    project = ProjectField()


class BulkIn(serializers.Serializer[Any]):
    """Many payments of one project, at most a thousand."""

    project = ProjectField()
    payments = PaymentIn(many=True, allow_empty=False, max_length=1000)  # type: ignore[call-arg]


class RefundIn(serializers.Serializer[Any]):
    """Money going back to one household."""

    project = ProjectField()
    unit = UnitField()
    amount = Money()
    voucher = serializers.CharField(max_length=60)
    channel = serializers.ChoiceField(choices=list(CHANNELS), default="bank")
    paid_on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class ProblemOut(serializers.Serializer[Any]):
    """Why a row was not booked."""

    message = serializers.CharField()
    code = serializers.CharField()
    field = serializers.CharField()
    expected = serializers.CharField()
    remedy = serializers.CharField()


class BulkRowOut(serializers.Serializer[Any]):
    """What came of one row, in the order given."""

    row = serializers.IntegerField()
    booked = serializers.BooleanField()
    entry = EntryOut(allow_null=True)
    problems = ProblemOut(many=True)

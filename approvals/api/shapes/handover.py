"""Bodies about handover."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from approvals.models import HandoverItem


class HandoverOut(serializers.ModelSerializer[HandoverItem]):
    """One item handed over."""

    class Meta:
        model = HandoverItem
        fields: ClassVar = [
            "id",
            "project",
            "key",
            "name",
            "quantity",
            "receiver",
            "warranty_until",
            "received_on",
            "signatory",
        ]


class LotIn(serializers.Serializer[Any]):
    """Quantity, end of warranty, another receiver."""

    quantity = serializers.CharField(max_length=60, allow_blank=True, default="")
    warranty_until = serializers.DateField(required=False, allow_null=True, default=None)
    receiver = serializers.CharField(max_length=80, allow_blank=True, default="")


class PrepareIn(serializers.Serializer[Any]):
    """The handover list of a project; lots by item key."""

    project = serializers.IntegerField()
    lots = serializers.DictField(child=LotIn(), default=dict)


class ReceiveIn(serializers.Serializer[Any]):
    """The receiver's signature."""

    received_on = serializers.DateField()
    signatory = serializers.CharField(max_length=40, allow_blank=True)
    quantity = serializers.CharField(max_length=60, allow_blank=True, default="")

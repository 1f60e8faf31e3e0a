"""Bodies about doors: calls, deliveries, mandates, what shows an online answer."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from approvals.models import Mandate, Visit
from approvals.models.doors import OUTCOMES
from approvals.rules.mandates import BASES, ENTRUSTED
from records.models import Attachment


class VisitIn(serializers.Serializer[Any]):
    """A call: at the homes of these serials, or, for one, at all of its owner's not answered."""

    serials = serializers.ListField(
        child=serializers.CharField(max_length=40), min_length=1, max_length=200
    )
    outcome = serializers.ChoiceField(choices=list(OUTCOMES.items()))
    note = serializers.CharField(max_length=60, allow_blank=True, default="")
    again_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class VisitOut(serializers.ModelSerializer[Visit]):
    """A call as written down; no answer is in it."""

    serial = serializers.CharField(source="unit.serial", read_only=True)

    class Meta:
        model = Visit
        fields: ClassVar = [
            *("id", "serial", "outcome", "note", "again_at", "visited_at", "visited_by")
        ]


class DeliverIn(serializers.Serializer[Any]):
    """A building whose homes have their papers."""

    building = serializers.CharField(max_length=60)


class DeliveredOut(serializers.Serializer[Any]):
    """How many homes were noted."""

    delivered = serializers.IntegerField()


class UndeliveredIn(serializers.Serializer[Any]):
    """A paper that could not be delivered, and why; `clear`: it was after all."""

    serial = serializers.CharField(max_length=40)
    reason = serializers.CharField(max_length=100, allow_blank=True, default="")
    clear = serializers.BooleanField(default=False)


class UndeliveredOut(serializers.Serializer[Any]):
    """How the home stands now; no reason: delivered."""

    serial = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)


class EvidenceIn(serializers.Serializer[Any]):
    """What shows an online answer of this home (multipart)."""

    serial = serializers.CharField(max_length=40)
    upload = serializers.FileField()


class KeptOut(serializers.ModelSerializer[Attachment]):
    """A file that was kept, by the hash of its content."""

    class Meta:
        model = Attachment
        fields: ClassVar = ["id", "label", "name", "size", "sha256", "added_at"]


class MandateIn(serializers.Serializer[Any]):
    """Who may sign for the owner of this home, with the document (multipart)."""

    round = serializers.IntegerField()
    serial = serializers.CharField(max_length=40)
    agent = serializers.CharField(max_length=40, allow_blank=True)
    basis = serializers.ChoiceField(list(BASES.items()), default=ENTRUSTED)
    signed_on = serializers.DateField()
    upload = serializers.FileField()


class MandateOut(serializers.ModelSerializer[Mandate]):
    """A mandate; the agent masked. `papers` were signed under it."""

    class Meta:
        model = Mandate
        fields: ClassVar = [
            *("id", "round", "head", "agent_masked", "basis", "signed_on", "papers"),
            *("noted_at", "noted_by", "end_reason", "ended_at"),
        ]
        read_only_fields: ClassVar = fields

"""Bodies of a determination and its shares."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from rest_framework import serializers

from accounts.rest_explanations import ExplanationField
from funding.api.shapes.fields import Money, ProjectField
from funding.models import (
    Determination,
    DeterminationLine,
    HouseholdShare,
)


class LineOut(serializers.ModelSerializer[DeterminationLine]):
    """One payer's part with its account."""

    explanation = ExplanationField()

    class Meta:
        model = DeterminationLine
        fields: ClassVar = ["payer", "name", "kind", "amount", "explanation"]


class DeterminationOut(serializers.ModelSerializer[Determination]):
    """A stored result."""

    lines = LineOut(many=True, read_only=True)

    class Meta:
        model = Determination
        fields: ClassVar = [
            "id",
            "project",
            "stage",
            "provisional",
            "total",
            "residents",
            "government",
            "other",
            "live",
            "supersedes",
            "reason",
            "document_no",
            "determined_on",
            "determined_at",
            "confirmed_at",
            "lines",
        ]


class ShareOut(serializers.ModelSerializer[HouseholdShare]):
    """What one household owes."""

    class Meta:
        model = HouseholdShare
        fields: ClassVar = ["unit", "unit_code", "building", "area", "amount"]


class DeterminationIn(serializers.Serializer[Any]):
    """What a determination is asked of; `final_costs` by content key only for `final`."""

    project = ProjectField()
    stage = serializers.ChoiceField(choices=["estimate", "due", "final"])
    social = Money(min_value=Decimal("0.00"), default=Decimal("0.00"))
    social_source = serializers.CharField(max_length=60, default="", allow_blank=True)
    garage_area = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=Decimal("0.00"), default=Decimal("0.00")
    )
    area = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=Decimal("0.01"), default=None, allow_null=True
    )
    area_source = serializers.CharField(max_length=80, default="", allow_blank=True)
    final_costs = serializers.DictField(child=Money(min_value=Decimal("0.00")), default=dict)
    document_no = serializers.CharField(max_length=60, default="", allow_blank=True)
    reason = serializers.CharField(max_length=200, default="", allow_blank=True)

"""Bodies about joint acceptance."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from approvals.models import Acceptance, AcceptanceParty, AcceptanceProblem
from approvals.models.acceptance import VERDICTS


class PartyOut(serializers.ModelSerializer[AcceptanceParty]):
    """A party at the acceptance."""

    class Meta:
        model = AcceptanceParty
        fields: ClassVar = [
            "id",
            "key",
            "name",
            "owner",
            "verdict",
            "opinion",
            "signatory",
            "signed_on",
        ]


class ProblemOut(serializers.ModelSerializer[AcceptanceProblem]):
    """A defect."""

    class Meta:
        model = AcceptanceProblem
        fields: ClassVar = ["id", "part", "finding", "due_on", "fixed_on"]


class AcceptanceOut(serializers.ModelSerializer[Acceptance]):
    """A joint acceptance."""

    parties = PartyOut(many=True, read_only=True)
    problems = ProblemOut(many=True, read_only=True)

    class Meta:
        model = Acceptance
        fields: ClassVar = [
            "id",
            "project",
            "attempt",
            "state",
            "held_on",
            "conclusion",
            "concluded_on",
            "parties",
            "problems",
        ]


class AcceptanceIn(serializers.Serializer[Any]):
    """Calling the acceptance."""

    project = serializers.IntegerField()
    held_on = serializers.DateField()
    owners = serializers.ListField(child=serializers.CharField(max_length=80))
    owners_body = serializers.BooleanField(default=False)


class SignIn(serializers.Serializer[Any]):
    """One party's verdict."""

    party = serializers.IntegerField()
    verdict = serializers.ChoiceField(choices=list(VERDICTS.items()))
    opinion = serializers.CharField(max_length=300, allow_blank=True, default="")
    signatory = serializers.CharField(max_length=40, allow_blank=True)
    signed_on = serializers.DateField()


class ProblemIn(serializers.Serializer[Any]):
    """A defect found."""

    part = serializers.CharField(max_length=80, allow_blank=True)
    finding = serializers.CharField(max_length=300, allow_blank=True)
    due_on = serializers.DateField()


class FixIn(serializers.Serializer[Any]):
    """A re-inspection."""

    problem = serializers.IntegerField()
    fixed_on = serializers.DateField()

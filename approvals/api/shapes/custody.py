"""Bodies about custody and the seal."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals.api.shapes.doors import KeptOut
from approvals.models import Recheck, Seal
from records.services.files import files_of


class BalanceOut(serializers.Serializer[Any]):
    """One building ("" = whole); `strange` came in on paper without having gone out."""

    building = serializers.CharField()
    units = serializers.IntegerField()
    issued = serializers.IntegerField()
    returned = serializers.IntegerField()
    outstanding = serializers.IntegerField()
    void = serializers.IntegerField()
    otherwise = serializers.IntegerField()
    strange = serializers.ListField(child=serializers.CharField())
    ties = serializers.BooleanField()


class CustodyOut(serializers.Serializer[Any]):
    """The account of a round; `kept` is false where no copy was ever written down."""

    kept = serializers.BooleanField()
    ties = serializers.BooleanField()
    rows = BalanceOut(many=True)


class IssueIn(serializers.Serializer[Any]):
    """Copies that go out: of a building, of one serial, or of all."""

    collector = serializers.CharField(max_length=40, allow_blank=True)
    building = serializers.CharField(max_length=140, allow_blank=True, default="")
    serial = serializers.CharField(max_length=40, allow_blank=True, default="")


class IssuedOut(serializers.Serializer[Any]):
    """How many went out."""

    copies = serializers.IntegerField()


class VoidIn(serializers.Serializer[Any]):
    """A copy that is out and no longer good."""

    serial = serializers.CharField(max_length=40, allow_blank=True)
    reason = serializers.CharField(max_length=100, allow_blank=True)


class SignedSheetIn(serializers.Serializer[Any]):
    """A photograph of the signed tally sheet (multipart)."""

    upload = serializers.FileField()


class RecheckIn(serializers.Serializer[Any]):
    """One drawn paper."""

    serial = serializers.CharField(max_length=40)
    agrees = serializers.BooleanField()
    finding = serializers.CharField(max_length=200, allow_blank=True, default="")


class RecheckOut(serializers.Serializer[Any]):
    """Written down; what differs is for who counts (context `counting`), null for the rest."""

    serial = serializers.CharField(source="unit.serial")
    agrees = serializers.BooleanField()
    finding = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_finding(self, row: Recheck) -> str | None:
        """It tells what the paper says and what was typed."""
        return row.finding if self.context.get("counting") else None


class SealOut(serializers.ModelSerializer[Seal]):
    """The seal; `body` is what the hash is over, `sheets` the photographs of the signed sheet."""

    sheets = serializers.SerializerMethodField()
    salt = serializers.SerializerMethodField()
    rechecks = RecheckOut(many=True, read_only=True)

    class Meta:
        model = Seal
        fields: ClassVar = [
            *("id", "round", "body", "salt", "sha256", "counters", "sample", "sealed_at"),
            *("sheets", "rechecks"),
        ]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_salt(self, seal: Seal) -> str | None:
        """With it the digest of the papers can be tried out: null for who does not count."""
        return seal.salt if self.context.get("counting") else None

    @extend_schema_field(KeptOut(many=True))
    def get_sheets(self, seal: Seal) -> Any:
        """Each by the hash of its content."""
        return KeptOut(files_of(seal), many=True).data

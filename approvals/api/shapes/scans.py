"""Bodies about scans."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from approvals.models import Scan


class ScansIn(serializers.Serializer[Any]):
    """A pile of files for one round (multipart, `files` as often as there are files)."""

    round = serializers.IntegerField()
    files = serializers.ListField(child=serializers.FileField(), min_length=1, max_length=200)


class ScanOut(serializers.ModelSerializer[Scan]):
    """One page: what its code said, whose it is, which page of the paper, why it is not used."""

    serial = serializers.CharField(source="unit.serial", read_only=True, default="")
    named = serializers.CharField(source="named.serial", read_only=True, default="")

    class Meta:
        model = Scan
        fields: ClassVar = [
            *("id", "round", "source", "page", "picture", "finding", "trouble", "named"),
            *("serial", "leaf", "leaves", "aside", "taken_at", "settled_at"),
        ]


class MatchIn(serializers.Serializer[Any]):
    """Whose page it is, and which page of the paper; `replace` sets aside what stands there."""

    serial = serializers.CharField(max_length=40)
    leaf = serializers.IntegerField(default=1)
    leaves = serializers.IntegerField(required=False)
    replace = serializers.BooleanField(default=False)

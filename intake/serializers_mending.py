"""Bodies of what people do to an import before it is written: shape only."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from intake.serializers import FindingOut


class CellIn(serializers.Serializer[Any]):
    """A text for one cell; empty clears it."""

    sheet = serializers.CharField(max_length=60)
    cell = serializers.CharField(max_length=10, help_text="如 E9")
    text = serializers.CharField(max_length=500, allow_blank=True)


class MendsIn(serializers.Serializer[Any]):
    """Cells set right together."""

    cells = CellIn(many=True, allow_empty=False)


class AcceptIn(serializers.Serializer[Any]):
    """Which warnings, and why."""

    marks = serializers.ListField(
        child=serializers.CharField(max_length=16), required=False, default=list
    )
    code = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    reason = serializers.CharField(max_length=200)


class SheetsIn(serializers.Serializer[Any]):
    """Sheets to read, and the first and last row of a head where it has to be said."""

    sheets = serializers.ListField(child=serializers.CharField(max_length=60), allow_empty=False)
    heads = serializers.DictField(
        child=serializers.ListField(
            child=serializers.IntegerField(min_value=1), min_length=2, max_length=2
        ),
        required=False,
        default=dict,
    )


class ColumnsIn(serializers.Serializer[Any]):
    """Per sheet and column number (from 1) the key of the column, empty to leave it out."""

    columns = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField(max_length=30, allow_blank=True))
    )
    remember = serializers.BooleanField(required=False, default=True)

    def validate_columns(self, columns: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        """Column numbers are numbers."""
        if not all(number.isdecimal() for one in columns.values() for number in one):
            raise serializers.ValidationError("列号应为从 1 数起的整数")
        return columns


class MendOut(serializers.Serializer[Any]):
    """A mended cell beside what the file says; personal texts are masked."""

    sheet = serializers.CharField()
    cell = serializers.CharField()
    was = serializers.CharField()
    text = serializers.CharField()
    mended_by = serializers.CharField()
    mended_at = serializers.DateTimeField()


class Standing(serializers.Serializer[Any]):
    """What stands open."""

    refused = serializers.IntegerField()
    open_warnings = serializers.IntegerField()
    problems = FindingOut(many=True)
    mends = MendOut(many=True)

"""Bodies of register rows: text by column."""

from __future__ import annotations

import json
from typing import Any

from rest_framework import serializers

from common.names import veil_numbers
from renovation.models import RegisterRow
from renovation.rules.registers import shown


class RowIn(serializers.Serializer[Any]):
    """A row: `values` is text by column of the register."""

    register = serializers.CharField(max_length=40)
    area_code = serializers.CharField(max_length=12)
    project = serializers.IntegerField(required=False, allow_null=True, default=None)
    happened_on = serializers.DateField()
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    values = serializers.DictField(child=serializers.CharField(max_length=300, allow_blank=True))


class CorrectionIn(RowIn):
    """The same with the reason of the correction."""

    reason = serializers.CharField(max_length=200)


class ClosingIn(serializers.Serializer[Any]):
    """How it ended, and when."""

    outcome = serializers.CharField(max_length=300)
    closed_on = serializers.DateField()


class RowOut(serializers.ModelSerializer[RegisterRow]):
    """A row; names are masked but in the answer of `reveal`."""

    values = serializers.SerializerMethodField()
    outcome = serializers.SerializerMethodField()

    class Meta:
        model = RegisterRow
        fields = (
            "id",
            "register",
            "version",
            "area_code",
            "project",
            "number",
            "happened_on",
            "due_on",
            "values",
            "outcome",
            "closed_on",
            "supersedes",
            "reason",
        )

    def get_values(self, row: RegisterRow) -> dict[str, str]:
        """Text by column."""
        said = json.loads(row.values)
        return dict(zip(said, shown(tuple(said), said, in_clear=self.in_clear), strict=True))

    def get_outcome(self, row: RegisterRow) -> str:
        """Empty while open; numbers that were written into it masked."""
        return row.outcome if self.in_clear else veil_numbers(row.outcome)

    @property
    def in_clear(self) -> bool:
        """Whether the answer is that of `reveal`."""
        return bool(self.context.get("in_clear", False))

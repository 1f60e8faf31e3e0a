"""Bodies about days on which a notice was down."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from approvals.models import Interruption


class InterruptionOut(serializers.ModelSerializer[Interruption]):
    """Days on which a notice was down."""

    class Meta:
        model = Interruption
        fields: ClassVar = ["id", "down_on", "reason", "seen_by", "restored_on"]


class InterruptionIn(serializers.Serializer[Any]):
    """The notice was down; `restored_on` is left out until it hangs again."""

    down_on = serializers.DateField()
    reason = serializers.CharField(max_length=200, allow_blank=True)
    seen_by = serializers.CharField(max_length=80, allow_blank=True)
    restored_on = serializers.DateField(required=False, allow_null=True, default=None)


class RestoreIn(serializers.Serializer[Any]):
    """The notice hangs again."""

    restored_on = serializers.DateField()

"""依据 over REST: one shape for every explanation, described once and referred to everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.explanations import Explanation


class InputOut(serializers.Serializer[Any]):
    """A figure that went in, and where it came from."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]


class FormulaLineOut(serializers.Serializer[Any]):
    """One line of arithmetic with its numbers; `emphasis` marks sums and results."""

    label = serializers.CharField()  # type: ignore[assignment]
    expression = serializers.CharField(allow_blank=True)
    value = serializers.CharField(allow_blank=True)
    emphasis = serializers.BooleanField()


class ClauseOut(serializers.Serializer[Any]):
    """Where the rule stands, and our paraphrase of it."""

    document = serializers.CharField()
    section = serializers.CharField(allow_blank=True)
    paraphrase = serializers.CharField(allow_blank=True)


class GoverningVersionOut(serializers.Serializer[Any]):
    """The policy version that governs; days are ISO, `effective_to` may be open."""

    policy = serializers.CharField()
    title = serializers.CharField()
    sequence = serializers.IntegerField()
    hash = serializers.CharField()
    effective_from = serializers.CharField(allow_blank=True)
    effective_to = serializers.CharField(allow_blank=True)


class TriggerOut(serializers.Serializer[Any]):
    """The event whose day chose the version; no day: not yet."""

    event = serializers.CharField()
    day = serializers.CharField(allow_blank=True)


@extend_schema_field(
    {"type": "array", "items": {"$ref": "#/components/schemas/AccountsExplanationOut"}}
)
class PartsField(serializers.ListField):
    """Explanations of the parts, each of the same shape."""


class ExplanationOut(serializers.Serializer[Any]):
    """Why a figure, a gate or a deadline is what it is; exact numbers are text."""

    title = serializers.CharField()
    result = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    sentence = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(["final", "estimate", "provisional", "undecided"])
    inputs = InputOut(many=True)
    lines = FormulaLineOut(many=True)
    clauses = ClauseOut(many=True)
    version = GoverningVersionOut(allow_null=True)
    trigger = TriggerOut(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    children = PartsField(child=serializers.DictField())


@extend_schema_field(ExplanationOut(allow_null=True))
class ExplanationField(serializers.Field[Any, Any, Any, Any]):
    """The value object or its stored JSON, always with every key of the one shape."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["read_only"] = True
        super().__init__(**kwargs)

    def to_representation(self, value: Explanation | Mapping[str, Any]) -> dict[str, Any]:
        """Stored ones of an older shape gain the keys they lack."""
        told = value if isinstance(value, Explanation) else Explanation.from_dict(dict(value))
        return told.to_dict()

"""Bodies of a standard that is checked item by item."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.rest_explanations import ExplanationField
from renovation.selectors.checklists import Checked


class MarkOut(serializers.Serializer[Any]):
    """One item with its last mark; `met` null: nobody looked."""

    key = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField(allow_blank=True)
    met = serializers.BooleanField(allow_null=True)
    seen_on = serializers.DateField(allow_null=True)
    remark = serializers.CharField(allow_blank=True)


class ChecklistOut(serializers.Serializer[Any]):
    """A standard, how many of its items are wanting, and why."""

    key = serializers.CharField(source="rule.key")
    name = serializers.CharField(source="rule.name")
    needed = serializers.IntegerField(source="rule.needed")
    open_items = serializers.IntegerField()
    passed = serializers.BooleanField(source="outcome.passed", allow_null=True)
    items = serializers.SerializerMethodField()
    explanation = ExplanationField()

    @extend_schema_field(MarkOut(many=True))
    def get_items(self, checked: Checked) -> list[dict[str, Any]]:
        """In the policy's order."""
        rows = []
        for item in checked.rule.items:
            mark = checked.marks.get(item.key)
            rows.append(
                {
                    "key": item.key,
                    "name": item.name,
                    "group": item.group,
                    "met": mark.met if mark else None,
                    "seen_on": mark.seen_on if mark else None,
                    "remark": mark.remark if mark else "",
                }
            )
        return list(MarkOut(rows, many=True).data)

"""Shapes of what REST clients send; what is allowed is decided by the services."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers


class CompleteIn(serializers.Serializer[Any]):
    """办结."""

    remark = serializers.CharField(max_length=200, allow_blank=True, default="")


class EvidenceIn(serializers.Serializer[Any]):
    """补录佐证; multipart where a file comes along."""

    happened_on = serializers.DateField()
    document_no = serializers.CharField(max_length=60)
    remark = serializers.CharField(max_length=100, allow_blank=True, default="")
    file = serializers.FileField(required=False)


class ExtendIn(serializers.Serializer[Any]):
    """延期."""

    to_day = serializers.DateField()
    reason = serializers.CharField(max_length=300)
    document_no = serializers.CharField(max_length=60, allow_blank=True, default="")


class ScheduleIn(serializers.Serializer[Any]):
    """下达任务期限."""

    due_on = serializers.DateField()
    reason = serializers.CharField(max_length=300)
    document_no = serializers.CharField(max_length=60, allow_blank=True, default="")


class RemindIn(serializers.Serializer[Any]):
    """催办."""

    message = serializers.CharField(max_length=300, allow_blank=True, default="")


class DocumentIn(serializers.Serializer[Any]):
    """A file for a document that the step asks for; multipart."""

    key = serializers.CharField(max_length=40)
    file = serializers.FileField()
    document_no = serializers.CharField(max_length=60, allow_blank=True, default="")
    dated_on = serializers.DateField(required=False, allow_null=True, default=None)


class ItemIn(serializers.Serializer[Any]):
    """One item to choose."""

    key = serializers.CharField(max_length=40)
    estimate = serializers.DecimalField(max_digits=16, decimal_places=2)
    quantity = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True, default=None
    )
    unit = serializers.CharField(max_length=10, allow_blank=True, default="")


class ContentsIn(serializers.Serializer[Any]):
    """The whole of the contents."""

    items = ItemIn(many=True)
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class WorksIn(serializers.Serializer[Any]):
    """Progress as of a day; `items` by content key."""

    day = serializers.DateField()
    percent = serializers.DecimalField(max_digits=5, decimal_places=2)
    items = serializers.DictField(
        child=serializers.DecimalField(max_digits=5, decimal_places=2), default=dict
    )
    remark = serializers.CharField(max_length=300, allow_blank=True, default="")
    corrects = serializers.IntegerField(required=False, allow_null=True, default=None)


class DeclareIn(serializers.Serializer[Any]):
    """A fact that a person states."""

    key = serializers.CharField(max_length=40)
    value = serializers.CharField(max_length=60)
    reason = serializers.CharField(max_length=200)


class MarksIn(serializers.Serializer[Any]):
    """What was seen of a standard on a day: item key → met."""

    checklist = serializers.CharField(max_length=40)
    marks = serializers.DictField(child=serializers.BooleanField(), allow_empty=False)
    seen_on = serializers.DateField()
    remark = serializers.CharField(max_length=200, default="", allow_blank=True)


class ReasonIn(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=300)


class _Extent(serializers.Serializer[Any]):
    buildings = serializers.IntegerField(min_value=0, default=0)
    households = serializers.IntegerField(min_value=0, default=0)
    floor_area = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, default=Decimal(0)
    )


class PartIn(_Extent):
    """One part of a line that is split."""

    name = serializers.CharField(max_length=100)


class AdjustIn(_Extent):
    """A change of an issued plan: `kind` says which of the other fields are read."""

    kind = serializers.ChoiceField(
        ["addition", "withdrawal", "split", "merge", "rename", "revision"]
    )
    document_no = serializers.CharField(max_length=60)
    dated_on = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=300)
    project = serializers.IntegerField(required=False, default=0)
    line = serializers.IntegerField(required=False, default=0)
    lines = serializers.ListField(child=serializers.IntegerField(), default=list, max_length=400)
    name = serializers.CharField(max_length=100, allow_blank=True, default="")
    end_projects = serializers.BooleanField(default=False)
    parts = PartIn(many=True, default=list)


class CarryIn(serializers.Serializer[Any]):
    """Lines of earlier plans to be finished under this one."""

    lines = serializers.ListField(child=serializers.IntegerField(), max_length=400)
    due_on = serializers.DateField()
    document_no = serializers.CharField(max_length=60)


class GroupIn(serializers.Serializer[Any]):
    """A cluster or an investment project with all its projects."""

    kind = serializers.ChoiceField(["cluster", "investment"])
    area_code = serializers.CharField(max_length=12)
    name = serializers.CharField(max_length=100)
    code = serializers.CharField(max_length=60, allow_blank=True, default="")
    first_year = serializers.IntegerField(min_value=2000, max_value=2100)
    last_year = serializers.IntegerField(min_value=2000, max_value=2100)
    document_no = serializers.CharField(max_length=60)
    buildings = serializers.IntegerField(min_value=0, allow_null=True, default=None)
    households = serializers.IntegerField(min_value=0, allow_null=True, default=None)
    floor_area = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, allow_null=True, default=None
    )
    investment = serializers.DecimalField(
        max_digits=16, decimal_places=2, min_value=0, allow_null=True, default=None
    )
    projects = serializers.ListField(child=serializers.IntegerField(), default=list, max_length=400)
    version = serializers.IntegerField(min_value=0, default=0)

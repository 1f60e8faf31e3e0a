"""Shapes of what REST clients send; what is allowed is decided by the services."""

from __future__ import annotations

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

"""Bodies about notices and objections."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.rest_explanations import ExplanationField
from approvals.api.shapes.interruptions import InterruptionOut
from approvals.models import Notice, Objection
from approvals.models.notices import OUTCOMES


class ObjectionOut(serializers.ModelSerializer[Objection]):
    """An objection."""

    class Meta:
        model = Objection
        fields: ClassVar = [
            "id",
            "notice",
            "received_on",
            "raised_by",
            "matter",
            "mediator",
            "outcome",
            "reply",
            "settled_on",
        ]


class NoticeOut(serializers.ModelSerializer[Notice]):
    """A notice with its interruptions and objections; no last day while it cannot be said."""

    interruptions = InterruptionOut(many=True, read_only=True)
    objections = ObjectionOut(many=True, read_only=True)
    explanation = ExplanationField()

    class Meta:
        model = Notice
        fields: ClassVar = [
            "id",
            "project",
            "key",
            "title",
            "attempt",
            "state",
            "body",
            "where_posted",
            "contact",
            "posted_on",
            "last_day",
            "provisional",
            "photographs",
            "explanation",
            "interruptions",
            "objections",
        ]


class NoticeIn(serializers.Serializer[Any]):
    """A posting."""

    project = serializers.IntegerField()
    key = serializers.CharField(max_length=40)
    posted_on = serializers.DateField()
    title = serializers.CharField(max_length=120, allow_blank=True)
    body = serializers.CharField(allow_blank=True)
    where_posted = serializers.CharField(max_length=200, allow_blank=True)
    contact = serializers.CharField(max_length=120, allow_blank=True)


class PhotographIn(serializers.Serializer[Any]):
    """A picture (multipart)."""

    upload = serializers.FileField()
    label = serializers.CharField(max_length=60, default="现场照片")  # type: ignore[assignment]


class ObjectionIn(serializers.Serializer[Any]):
    """An objection as received."""

    notice = serializers.IntegerField()
    received_on = serializers.DateField()
    raised_by = serializers.CharField(max_length=80, allow_blank=True)
    matter = serializers.CharField(max_length=300, allow_blank=True)


class MediateIn(serializers.Serializer[Any]):
    """Who mediates."""

    mediator = serializers.CharField(max_length=80, allow_blank=True)


class SettleIn(serializers.Serializer[Any]):
    """How it ended."""

    outcome = serializers.ChoiceField(choices=list(OUTCOMES.items()))
    reply = serializers.CharField(max_length=500, allow_blank=True)
    settled_on = serializers.DateField()

"""Bodies about notices and objections."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.rest_explanations import ExplanationField
from approvals.api.shapes.interruptions import InterruptionOut
from approvals.models import Notice, NoticePhotograph, Objection, ObjectionAct
from approvals.models.notices import OUTCOMES


class ObjectionActOut(serializers.ModelSerializer[ObjectionAct]):
    """One act: its stage, day, who, words."""

    class Meta:
        model = ObjectionAct
        fields: ClassVar = ["stage", "on", "person", "words"]


class PhotographOut(serializers.ModelSerializer[NoticePhotograph]):
    """A photograph with the time it was taken and where that time is from."""

    class Meta:
        model = NoticePhotograph
        fields: ClassVar = ["id", "taken_at", "source", "camera_at"]


class ObjectionOut(serializers.ModelSerializer[Objection]):
    """An objection with every act about it."""

    acts = ObjectionActOut(many=True, read_only=True)

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
            "acts",
        ]


class NoticeOut(serializers.ModelSerializer[Notice]):
    """A notice with its interruptions and objections; no last day while it cannot be said.

    `photographs` counts those taken within the period; `pictures` are all of them.
    """

    pictures = PhotographOut(many=True, read_only=True)
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
            "pictures",
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
    taken_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class ObjectionIn(serializers.Serializer[Any]):
    """An objection as received."""

    notice = serializers.IntegerField()
    received_on = serializers.DateField()
    raised_by = serializers.CharField(max_length=80, allow_blank=True)
    matter = serializers.CharField(max_length=300, allow_blank=True)
    upload = serializers.FileField(required=False, default=None)


class MediateIn(serializers.Serializer[Any]):
    """A mediation; of today where no day is given."""

    mediator = serializers.CharField(max_length=80, allow_blank=True)
    on = serializers.DateField(required=False, default=None)
    words = serializers.CharField(max_length=500, allow_blank=True, default="")
    upload = serializers.FileField(required=False, default=None)


class ObjectionAnswerIn(serializers.Serializer[Any]):
    """The answer that was given."""

    on = serializers.DateField()
    answered_by = serializers.CharField(max_length=80, allow_blank=True)
    reply = serializers.CharField(max_length=500, allow_blank=True)
    upload = serializers.FileField(required=False, default=None)


class SettleIn(serializers.Serializer[Any]):
    """How it ended."""

    outcome = serializers.ChoiceField(choices=list(OUTCOMES.items()))
    reply = serializers.CharField(max_length=500, allow_blank=True, default="")
    settled_on = serializers.DateField()
    upload = serializers.FileField(required=False, default=None)

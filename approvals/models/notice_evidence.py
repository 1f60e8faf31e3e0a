"""What proves a notice and its objections: photographs with their time, every act with its day."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.querysets import ScopedQuerySet
from approvals.models.notices import Notice, NoticeScopedQuerySet, Objection
from common.constraints import one_of
from records.models import Attachment

SOURCES = {"camera": "相机记录", "stated": "人工填写", "upload": "上传时间"}
STAGES = {"received": "收到", "mediated": "协调", "answered": "答复", "settled": "办结"}


class NoticePhotograph(models.Model):
    """A photograph of the posting and when it was taken; `camera_at` is what the file itself says.

    Whether it counts follows from the notice's days and is never stored. Append-only.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="pictures")
    file = models.OneToOneField(Attachment, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("拍摄时间")
    source = models.CharField("时间来源", max_length=6, choices=list(SOURCES.items()))
    camera_at = models.DateTimeField("相机记录的时间", null=True, blank=True)

    objects = NoticeScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示照片"
        ordering: ClassVar = ["notice", "taken_at", "pk"]
        constraints: ClassVar = [
            one_of("notice_photograph", "source", SOURCES),
            models.CheckConstraint(
                condition=~Q(source="camera") | Q(camera_at__isnull=False),
                name="notice_photograph_camera_time",
                violation_error_message="相机记录的时间没有存下",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.taken_at:%Y-%m-%d}"


class ObjectionScopedQuerySet(ScopedQuerySet):
    """Rows that belong to an objection."""

    scope_path = "objection__notice__project__"
    units_field = "unit_codes"


class ObjectionAct(models.Model):
    """One thing done about an objection: which, on what day, by whom, with what words.

    `person`: who raised it (masked), who mediated, who answered, who closed it. What proves it is
    attached to the act. No act lies before its objection, none follows the closing (trigger);
    append-only.
    """

    objection = models.ForeignKey(Objection, models.CASCADE, related_name="acts")
    stage = models.CharField("环节", max_length=8, choices=list(STAGES.items()))
    on = models.DateField("日期")
    person = models.CharField("人", max_length=80)
    words = models.CharField("内容", max_length=500, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ObjectionScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异议办理记录"
        ordering: ClassVar = ["objection", "pk"]
        constraints: ClassVar = [
            one_of("objection_act", "stage", STAGES),
            models.UniqueConstraint(
                fields=["objection", "stage"],
                condition=Q(stage__in=["received", "settled"]),
                name="objection_act_once",
                violation_error_message="收到、办结各只登记一次",
            ),
            models.CheckConstraint(
                condition=~Q(person=""),
                name="objection_act_person",
                violation_error_message="须写明是谁",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.on}"

    @property
    def area_code(self) -> str:
        """The project's scope, for what is attached."""
        return self.objection.notice.area_code

"""Long work with its progress and result; the queue behind it is django-q2."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.constraints import one_of
from common.fields import EncryptedJSON

STATES = {
    "waiting": "排队中",
    "running": "办理中",
    "done": "已完成",
    "failed": "未完成",
    "cancelled": "已取消",
}


class Job(models.Model):
    """One piece of long work that a person asked for and may leave and return to."""

    kind = models.CharField("类别", max_length=40)
    title = models.CharField("事项", max_length=200)
    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    arguments = EncryptedJSON("参数", default=dict)
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default="waiting")
    done = models.PositiveIntegerField("已办", default=0)
    total = models.PositiveIntegerField("共", default=0)
    result = models.JSONField("结果", default=dict)
    message = models.CharField("说明", max_length=500, blank=True)
    requested_at = models.DateTimeField("提出时间")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    started_at = models.DateTimeField("开始", null=True, blank=True)
    finished_at = models.DateTimeField("结束", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "作业"
        ordering: ClassVar = ["-requested_at", "-pk"]
        constraints: ClassVar = [one_of("job", "state", STATES)]

    def __str__(self) -> str:
        return self.title

"""Notices (公示) with their working days, and objections to them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.querysets import ProjectScopedQuerySet, ScopedQuerySet
from common.constraints import in_order, one_of, paired
from renovation.models import Project, RulePin

STATES = {"posted": "公示中", "cancelled": "已撤销"}
OUTCOMES = {
    "adopted": "采纳并修改方案",
    "explained": "解释说明后撤回",
    "mediated": "调解达成一致",
    "rejected": "不予采纳（书面答复）",
}


class Notice(models.Model):
    """One posting. `last_day` is computed from the pinned rule; over depends on the day.

    Without a `last_day` the notice is down, or its policy does not say what an interruption does.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="notices")
    key = models.CharField("规则键", max_length=40)
    title = models.CharField("标题", max_length=120)
    attempt = models.PositiveSmallIntegerField("第几次", default=1)
    pin = models.ForeignKey(RulePin, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default="posted")
    body = models.TextField("内容")
    where_posted = models.CharField("张贴地点", max_length=200)
    contact = models.CharField("意见受理", max_length=120)
    posted_on = models.DateField("张贴日")
    last_day = models.DateField("期满日", null=True, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    explanation = models.JSONField("期限依据")
    photographs = models.PositiveSmallIntegerField("照片数", default=0)
    posted_at = models.DateTimeField("登记时间")
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField("撤下登记时间", null=True, blank=True)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        ordering: ClassVar = ["-posted_on", "-pk"]
        constraints: ClassVar = [
            one_of("notice", "state", STATES),
            in_order("notice", "posted_on", "last_day"),
            models.CheckConstraint(
                condition=Q(state="cancelled") | Q(cancelled_at__isnull=True),
                name="notice_cancelled_when_down",
                violation_error_message="张贴着的公示没有撤下时间",
            ),
            models.UniqueConstraint(
                fields=["project", "key"], condition=Q(state="posted"), name="notice_live"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def area_code(self) -> str:
        """The project's scope."""
        return self.project.area_code


class NoticeScopedQuerySet(ScopedQuerySet):
    """Rows that belong to a notice."""

    scope_path = "notice__project__"
    units_field = "unit_codes"


class Interruption(models.Model):
    """The notice was down: found so on a day by somebody, put up again on another.

    Of a row only the restoring may follow, once; periods of one notice do not overlap (trigger).
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="interruptions")
    down_on = models.DateField("中断日")
    reason = models.CharField("中断原因", max_length=200)
    seen_by = models.CharField("发现人（掩码）", max_length=80)
    noted_at = models.DateTimeField("登记时间")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    restored_on = models.DateField("恢复张贴日", null=True, blank=True)
    restored_at = models.DateTimeField("恢复登记时间", null=True, blank=True)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = NoticeScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示中断"
        ordering: ClassVar = ["notice", "down_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(restored_on__isnull=True),
                name="interruption_open",
                violation_error_message="这份公示已登记中断，恢复张贴后再登记",
            ),
            models.UniqueConstraint(
                fields=["notice", "down_on"],
                name="interruption_day",
                violation_error_message="这一天的中断已登记过",
            ),
            paired("interruption", "restored_at", "restored_by", "restored_on"),
            in_order("interruption", "down_on", "restored_on"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(seen_by=""),
                name="interruption_said",
                violation_error_message="中断须写明原因和发现人",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.down_on}"


class Objection(models.Model):
    """One objection from receipt to a recorded outcome; an open one holds the gate."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="objections")
    received_on = models.DateField("收到日")
    raised_by = models.CharField("提出人（掩码）", max_length=80)
    matter = models.CharField("事由", max_length=300)
    mediator = models.CharField("协调人", max_length=80, blank=True)
    outcome = models.CharField(
        "处理结果", max_length=12, choices=list(OUTCOMES.items()), blank=True
    )
    reply = models.CharField("答复", max_length=500, blank=True)
    received_at = models.DateTimeField("登记时间")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_on = models.DateField("办结日", null=True, blank=True)
    settled_at = models.DateTimeField("办结记录时间", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = NoticeScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering: ClassVar = ["notice", "pk"]
        constraints: ClassVar = [
            one_of("objection", "outcome", OUTCOMES, blank=True),
            paired("objection", "settled_at", "settled_by", "settled_on"),
            in_order("objection", "received_on", "settled_on"),
            models.CheckConstraint(
                condition=(Q(outcome="") & Q(settled_at__isnull=True))
                | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="objection_outcome_when_settled",
                violation_error_message="办结须写明处理结果",
            ),
        ]

    def __str__(self) -> str:
        return self.matter

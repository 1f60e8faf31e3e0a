"""What happened to an issued plan: entries with their documents, and lines carried over."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.constraints import one_of
from common.fields import AreaField
from renovation.models.plans import Plan, PlanLine
from renovation.rules.baseline import ENTRY_KINDS


class PlanEntry(models.Model):
    """One change of an issued plan: its kind, the document that orders it, why. Append-only."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="entries")
    kind = models.CharField("类别", max_length=12, choices=list(ENTRY_KINDS.items()))
    document_no = models.CharField("依据文号", max_length=60, blank=True)
    dated_on = models.DateField("文件日期", null=True, blank=True)
    reason = models.CharField("说明", max_length=300)
    upload_id = models.BigIntegerField("导入编号", null=True, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "计划调整"
        ordering: ClassVar = ["plan", "pk"]
        constraints: ClassVar = [
            one_of("plan_entry", "kind", ENTRY_KINDS),
            models.CheckConstraint(
                condition=models.Q(kind="undo") | ~models.Q(document_no=""),
                name="plan_entry_document",
                violation_error_message="调整计划须有依据文号",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="plan_entry_reason",
                violation_error_message="请写明调整的原因",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.get_kind_display()} {self.document_no}"


class PlanEntryLine(models.Model):
    """By how much an entry moved one line, and what the line was called. Append-only."""

    entry = models.ForeignKey(PlanEntry, models.PROTECT, related_name="lines")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="entries")
    name = models.CharField("名称", max_length=100)
    was_called = models.CharField("原名称", max_length=100, blank=True)
    buildings = models.IntegerField("楼栋增减")
    households = models.IntegerField("户数增减")
    floor_area = AreaField("建筑面积增减")

    class Meta:
        verbose_name = verbose_name_plural = "计划调整明细"
        ordering: ClassVar = ["entry", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "line"],
                name="plan_entry_line",
                violation_error_message="同一次调整里每行只登记一次",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.name}"


class PlanCarry(models.Model):
    """A line of an earlier plan that is to be finished under this one, and by when."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="carried")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="carried_to")
    document_no = models.CharField("依据文号", max_length=60)
    due_on = models.DateField("完成期限")
    carried_at = models.DateTimeField("登记时间")
    carried_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "结转"
        ordering: ClassVar = ["plan", "line"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "line"],
                name="plan_carry_line",
                violation_error_message="该行已结转到本计划",
            ),
            models.CheckConstraint(
                condition=~models.Q(document_no=""),
                name="plan_carry_document",
                violation_error_message="结转须有依据文号",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} → {self.plan}"

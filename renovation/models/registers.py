"""Rows of the registers that a scheme orders: bodies, supervisors, disputes, ledgers, filings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.querysets import ScopedQuerySet
from common.constraints import in_order, paired
from common.fields import EncryptedText
from policies.models import PolicyVersion
from renovation.models.projects import Project


class RegisterRow(models.Model):
    """One row of a register, under the version that says which columns it has.

    `values` is JSON text by column, encrypted: rows name people. A row is never changed: it is
    closed with its outcome, or superseded by a corrected one.
    """

    register = models.CharField("台账", max_length=40)
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="register_rows"
    )
    number = models.PositiveIntegerField("编号")
    happened_on = models.DateField("日期")
    due_on = models.DateField("限办日", null=True, blank=True)
    values = EncryptedText("各栏")
    outcome = models.CharField("处理结果", max_length=300, blank=True)
    closed_on = models.DateField("办结日", null=True, blank=True)
    closed_at = models.DateTimeField("办结记录时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    reason = models.CharField("更正原因", max_length=200, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账记录"
        ordering: ClassVar = ["register", "-happened_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["register", "area_code"], name="register_place")]
        constraints: ClassVar = [
            paired("register_row", "closed_at", "closed_by", "closed_on"),
            in_order("register_row", "happened_on", "closed_on"),
            in_order("register_row", "happened_on", "due_on"),
            models.CheckConstraint(
                condition=(Q(outcome="") & Q(closed_at__isnull=True))
                | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="register_row_outcome_when_closed",
                violation_error_message="办结须写明处理结果",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(reason=""),
                name="register_row_corrected_with_reason",
                violation_error_message="更正须写明原因",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.number}"

"""Decisions about doubtful cases of a roll; the newest of a key rules, none is ever changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.querysets import ProjectScopedQuerySet
from renovation.models import Project


class RollDecision(models.Model):
    """How one doubtful case (`approvals.rules.doubts`) is counted, with the reason. Stays."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="roll_decisions")
    key = models.CharField("情形", max_length=400)
    choice = models.CharField("裁定", max_length=10)
    words = models.CharField("事项", max_length=400)
    reason = models.CharField("理由", max_length=200)
    decided_at = models.DateTimeField("裁定时间")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名册裁定"
        ordering: ClassVar = ["project", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="roll_decision_reason",
                violation_error_message="裁定须写明理由",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}={self.choice}"

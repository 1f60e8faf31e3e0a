"""Which policy version governs which rule of a project, written once on the trigger's day."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.querysets import ProjectScopedQuerySet
from common.constraints import one_of
from policies.models import PolicyVersion
from policies.rules.vocabulary import TRIGGER_LABELS, Trigger
from renovation.models.projects import Project


class RulePin(models.Model):
    """`rule` (e.g. "rounds.second") of a project is governed by `version` since `day`.

    Only the procedure moves to another version (`ProcedureMigration`), and with its reversal the
    deadline of a step that it had opened.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="pins")
    rule = models.CharField("规则键", max_length=80)
    trigger = models.CharField(
        "触发事项", max_length=20, choices=[(t.value, TRIGGER_LABELS[t]) for t in Trigger]
    )
    day = models.DateField("触发日")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="pins")
    pinned_at = models.DateTimeField("记录时间")
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField("事由", max_length=200, blank=True)
    superseded = models.BooleanField("已被替代", default=False)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规则版本"
        ordering: ClassVar = ["project", "rule", "pk"]
        constraints: ClassVar = [
            one_of("pin", "trigger", [t.value for t in Trigger]),
            models.UniqueConstraint(
                fields=["project", "rule"], condition=Q(superseded=False), name="pin_live"
            ),
            models.CheckConstraint(
                condition=Q(superseded=False)
                | Q(rule="procedure")
                | Q(rule__startswith="deadlines."),
                name="pin_event_passed",
                violation_error_message="事项已经发生，所适用的版本不再改变",
            ),
            models.CheckConstraint(
                condition=~Q(trigger="migrated") | (Q(rule="procedure") & ~Q(reason="")),
                name="pin_migrated_with_reason",
                violation_error_message="改用新版只及于办理程序，并须写明理由",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} → {self.version_id}"

"""A running project moved to another version of its procedure, and back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.querysets import ProjectScopedQuerySet
from common.constraints import in_order, one_of, paired
from policies.models import PolicyVersion
from policies.rules.weighing import KIND_LABELS
from renovation.models.pins import RulePin
from renovation.models.projects import Project

KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]


class ProcedureMigration(models.Model):
    """`project` follows the procedure of `target` instead of `source` from `migrated_on`.

    `differences` and `moves` are what the preview showed, `before` what a reversal restores, `kind`
    the heaviest difference. Only the reversal is added later; it holds until a step is completed.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="migrations")
    source = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    target = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    pin = models.OneToOneField(RulePin, models.PROTECT, related_name="+")
    kind = models.CharField("差异类别", max_length=12, choices=KINDS)
    differences = models.JSONField("程序差异", default=list)
    moves = models.JSONField("步骤变化", default=list)
    before = models.JSONField("改用前", default=dict)
    reason = models.CharField("理由", max_length=200)
    document_no = models.CharField("批准文号", max_length=60, blank=True)
    migrated_on = models.DateField("改用日")
    migrated_at = models.DateTimeField("改用记录时间")
    migrated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reversed_on = models.DateField("撤回日", null=True, blank=True)
    reversed_at = models.DateTimeField("撤回记录时间", null=True, blank=True)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reversed_reason = models.CharField("撤回理由", max_length=200, blank=True)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "改用新版"
        ordering: ClassVar = ["project", "-pk"]
        constraints: ClassVar = [
            one_of("procedure_migration", "kind", [key for key, _ in KINDS]),
            paired("procedure_migration", "reversed_at", "reversed_by", "reversed_on"),
            in_order("procedure_migration", "migrated_on", "reversed_on"),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="procedure_migration_to_another",
                violation_error_message="已经适用这一版",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="procedure_migration_reason",
                violation_error_message="请写明改用新版的理由",
            ),
            models.CheckConstraint(
                condition=Q(reversed_at__isnull=True) | ~Q(reversed_reason=""),
                name="procedure_migration_reversed_reason",
                violation_error_message="请写明撤回的理由",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.source_id} → {self.target_id}"

    @property
    def area_code(self) -> str:
        """The project's scope."""
        return self.project.area_code

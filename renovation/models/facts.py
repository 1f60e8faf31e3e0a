"""Milestones and facts: what the floors above report downward, and gates read."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q

from accounts.querysets import ProjectScopedQuerySet
from common.constraints import one_of
from policies.rules.vocabulary import FACTS, MILESTONE_LABELS, MilestoneKind
from renovation.models.projects import Project

OWN_KEY = r"^[a-z][a-z0-9_]*$"
KINDS = {kind.value: MILESTONE_LABELS[kind] for kind in MilestoneKind}


class Milestone(models.Model):
    """Something reached, with its evidence; revoked by a superseding row, never deleted."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    kind = models.CharField("里程碑", max_length=15, choices=list(KINDS.items()))
    reached_on = models.DateField("达成日")
    evidence = models.CharField("佐证", max_length=300)
    explanation = models.JSONField("依据", null=True, blank=True)
    recorded_at = models.DateTimeField("记录时间")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked = models.BooleanField("已撤销", default=False)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "里程碑"
        ordering: ClassVar = ["project", "pk"]
        constraints: ClassVar = [
            one_of("milestone", "kind", KINDS),
            models.UniqueConstraint(
                fields=["project", "kind"], condition=Q(revoked=False), name="milestone_live"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reached_on}"


class ProjectFact(models.Model):
    """One fact of a project as it is now; `value` is exact text, read by its kind.

    A key with a dot is one of the product's (FACTS); one without is a question of the policy's own.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="facts")
    key = models.CharField("事实键", max_length=40)
    scope = models.CharField("范围", max_length=40, blank=True)
    value = models.CharField("值", max_length=60)
    as_of = models.DateTimeField("截至")
    owed_by = models.CharField("责任单位", max_length=40, blank=True)
    source = models.CharField("来源", max_length=200)
    explanation = models.JSONField("依据", null=True, blank=True)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目事实"
        ordering: ClassVar = ["project", "key", "scope"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "key", "scope"], name="fact_key_scope"),
            CheckConstraint(
                condition=Q(key__in=sorted(FACTS)) | Q(key__regex=OWN_KEY),
                name="fact_key_known",
                violation_error_message="没有这一事实键",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"

"""Contents of a renovation with levels and estimated cost, and how far the works are."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.querysets import ProjectScopedQuerySet
from common.constraints import not_negative
from common.fields import MoneyField
from renovation.models.projects import Project


class ContentItem(models.Model):
    """One item of the menu that this community chose; level and tags are the policy's."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="contents")
    key = models.CharField("目录键", max_length=40)
    name = models.CharField("改造内容", max_length=120)
    aspect = models.CharField("方面", max_length=40, blank=True)
    level = models.CharField("类别", max_length=20)
    tags = ArrayField(
        models.CharField(max_length=30), verbose_name="标记", default=list, blank=True
    )
    quantity = models.DecimalField("数量", max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    estimate = MoneyField("概算")
    progress = models.DecimalField("完成比例（%）", max_digits=5, decimal_places=2, default=0)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "改造内容"
        ordering: ClassVar = ["project", "level", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "key"],
                name="content_key",
                violation_error_message="该内容已列入",
            ),
            not_negative("content", "estimate", "quantity"),
            models.CheckConstraint(
                condition=Q(progress__gte=0, progress__lte=100),
                name="content_progress_range",
                violation_error_message="完成比例应在 0 到 100 之间",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WorksReport(models.Model):
    """How far the works were on a day, as reported. Append-only; a correction points back."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="works_reports")
    day = models.DateField("截至日")
    progress = models.DecimalField("工程进度（%）", max_digits=5, decimal_places=2)
    remark = models.CharField("说明", max_length=300, blank=True)
    items = models.JSONField("分项进度", default=dict)
    reported_at = models.DateTimeField("填报时间")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "进度填报"
        ordering: ClassVar = ["project", "-day", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(progress__gte=0, progress__lte=100),
                name="works_progress_range",
                violation_error_message="工程进度应在 0 到 100 之间",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.day} {self.progress}%"

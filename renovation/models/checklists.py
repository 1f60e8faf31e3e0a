"""Marks on the items of a policy's standards: what somebody saw, on which day."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.querysets import ProjectScopedQuerySet
from renovation.models.projects import Project


class ChecklistMark(models.Model):
    """One item looked at: met or not. A later mark replaces it, none is ever changed."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="checklist_marks")
    checklist = models.CharField("清单", max_length=40)
    item = models.CharField("项", max_length=60)
    met = models.BooleanField("达标")
    seen_on = models.DateField("检查日")
    remark = models.CharField("说明", max_length=200, blank=True)
    marked_at = models.DateTimeField("登记时间")
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "达标检查"
        ordering: ClassVar = ["project", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["project", "checklist", "item", "-id"], name="mark_latest")
        ]

    def __str__(self) -> str:
        return f"{self.checklist}.{self.item} {'达标' if self.met else '未达标'}"

"""What a bureau settles about a version before publishing: readings and units."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from districts.models import ResponsibleUnit
from policies.models.versions import PolicyVersion


class ConflictDecision(models.Model):
    """Which reading of a contradiction governs, by whom, when and why."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="decisions")
    conflict_id = models.CharField("冲突编号", max_length=30)
    reading = models.CharField("采用的读法", max_length=60)
    reason = models.CharField("理由", max_length=600)
    decided_at = models.DateTimeField("裁定时间")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "冲突裁定"
        ordering: ClassVar = ["version", "conflict_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "conflict_id"], name="conflict_decided_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conflict_id} → {self.reading}"


class UnitBinding(models.Model):
    """The responsible unit of the place that a unit key of the version stands for."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="bindings")
    unit_key = models.CharField("政策中的单位", max_length=60)
    unit = models.ForeignKey(ResponsibleUnit, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "单位对应"
        ordering: ClassVar = ["version", "unit_key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "unit_key"], name="unit_bound_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_key} → {self.unit}"

"""A version held against the running projects: what was asked, and every point that differs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.querysets import ProjectScopedQuerySet
from common.constraints import one_of
from common.fields import MoneyField
from policies.models import PolicyVersion
from policies.querysets import PlacedQuerySet
from records.models import Job
from renovation.models.projects import Project
from renovation.rules.points import EFFECT_LABELS, KIND_LABELS

KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
EFFECTS = [(effect.value, label) for effect, label in EFFECT_LABELS.items()]


class SimulationQuerySet(PlacedQuerySet):
    """Simulations by the place that was asked about."""


class Simulation(models.Model):
    """`version` as if it governed on `on`; its hash and those it was held against are kept.

    `against` lists the versions that governed the projects: {key, title, sequence, hash, projects}.
    Read only: nothing of a project changes by it.
    """

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="simulations")
    version_hash = models.CharField("校验码", max_length=64)
    area_code = models.CharField("区划代码", max_length=12, blank=True, db_index=True)
    on = models.DateField("推演日")
    against = models.JSONField("比照的版本", default=list)
    projects = models.PositiveIntegerField("项目数", default=0)
    affected = models.PositiveIntegerField("受影响项目数", default=0)
    job = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField("提出时间")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = SimulationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策推演"
        ordering: ClassVar = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.version} {self.on}"

    @property
    def short_hash(self) -> str:
        """7c1e 49b0, as pages and papers show it."""
        return f"{self.version_hash[:4]} {self.version_hash[4:8]}"

    @property
    def current(self) -> bool:
        """Whether the version still says what was simulated."""
        return self.version.content_hash == self.version_hash


class SimulationRow(models.Model):
    """One point of one project before and after; an empty side comes or goes."""

    simulation = models.ForeignKey(Simulation, models.CASCADE, related_name="rows")
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    kind = models.CharField("类别", max_length=10, choices=KINDS)
    key = models.CharField("事项键", max_length=120)
    label = models.CharField("事项", max_length=200)
    effect = models.CharField("何时生效", max_length=10, choices=EFFECTS)
    before = models.CharField("现行", max_length=300, blank=True)
    after = models.CharField("推演", max_length=300, blank=True)
    days = models.IntegerField("相差天数", null=True, blank=True)
    yuan = MoneyField("相差金额", null=True, blank=True)
    why_before = models.JSONField("现行依据", null=True, blank=True)
    why_after = models.JSONField("推演依据", null=True, blank=True)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推演差异"
        ordering: ClassVar = ["simulation", "pk"]
        constraints: ClassVar = [
            one_of("simulation_row", "kind", [key for key, _ in KINDS]),
            one_of("simulation_row", "effect", [key for key, _ in EFFECTS]),
            models.UniqueConstraint(
                fields=["simulation", "project", "key"], name="simulation_row_point"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.key}"

"""A project: one community's renovation, living across years."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from accounts.querysets import ProjectScopedQuerySet, ScopedQuerySet
from common.constraints import not_negative, one_of
from common.fields import AreaField, MoneyField
from districts.models import Community
from policies.models import PolicyVersion
from policies.rules.vocabulary import LIFECYCLE_LABELS, Lifecycle

STATES = {state.value: LIFECYCLE_LABELS[state] for state in Lifecycle}


class ProjectQuerySet(ScopedQuerySet):
    """Projects in scope: by place, or by a unit that leads or supports one of their steps."""

    units_field = "unit_codes"


class Project(models.Model):
    """One renovation. The figures are those that lists show; each names where it comes from.

    `area_code` is the community's scope and `unit_codes` the units of its steps, both kept here and
    indexed so that counts in scope stay exact and fast. `current_step` and `due_on` are what the
    next-step card says, stored by the service that changed them.
    """

    code = models.CharField("项目编号", max_length=24, unique=True)
    name = models.CharField("项目名称", max_length=100)
    sort_key = models.CharField("拼音序", max_length=200, editable=False)
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="projects", verbose_name="小区"
    )
    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    unit_codes = ArrayField(models.CharField(max_length=40), verbose_name="相关单位", default=list)
    state = models.CharField("状态", max_length=12, choices=list(STATES.items()))
    year = models.PositiveSmallIntegerField("年度")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经办",
    )
    procedure = models.ForeignKey(
        PolicyVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="程序版本",
    )
    opened_on = models.DateField("建档日")
    buildings = models.PositiveIntegerField("楼栋数", default=0)
    households = models.PositiveIntegerField("户数", default=0)
    floor_area = AreaField("建筑面积", default=0)
    investment = MoneyField("总投资", default=0)
    current_step = models.ForeignKey(
        "Step", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="当前步骤"
    )
    due_on = models.DateField("当前期限", null=True, blank=True, db_index=True)
    demo = models.BooleanField("演示数据", default=False)
    version = models.PositiveIntegerField("修改次数", default=0)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目"
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [
            GinIndex(fields=["unit_codes"], name="project_units"),
            models.Index(fields=["year", "state"]),
        ]
        constraints: ClassVar = [
            one_of("project", "state", STATES),
            not_negative("project", "floor_area", "investment"),
        ]

    def __str__(self) -> str:
        return self.name


class StageChange(models.Model):
    """One move in a project's life: who, when, why. Append-only."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="stage_changes")
    source = models.CharField("原状态", max_length=12, choices=list(STATES.items()), blank=True)
    target = models.CharField("新状态", max_length=12, choices=list(STATES.items()))
    happened_on = models.DateField("日期")
    reason = models.CharField("事由", max_length=300)
    changed_at = models.DateTimeField("记录时间")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "状态变更"
        ordering: ClassVar = ["project", "pk"]
        constraints: ClassVar = [
            one_of("stage_change", "source", STATES, blank=True),
            one_of("stage_change", "target", STATES),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.source} → {self.target}"

"""Annual plans as issued, line by line, with the figures that were reported."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.querysets import ProjectScopedQuerySet, ScopedQuerySet
from common.constraints import not_negative
from common.fields import AreaField, MoneyField
from districts.models import Area
from renovation.models.projects import Project


class Plan(models.Model):
    """One year's plan of one place; `claims` are the totals that its text states."""

    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=200)
    document_no = models.CharField("文号", max_length=60, blank=True)
    issued_on = models.DateField("印发日", null=True, blank=True)
    claims = models.JSONField("正文所述", default=list)
    start_by = models.DateField("全部开工期限", null=True, blank=True)
    accept_by = models.DateField("全部验收期限", null=True, blank=True)
    demo = models.BooleanField("演示数据", default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度计划"
        ordering: ClassVar = ["-year", "area_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area_code", "year"],
                name="plan_area_year",
                violation_error_message="该地该年度已有计划",
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlanLine(models.Model):
    """A project in one plan: present figures, those issued, last import, where they came from.

    The figures issued are frozen with the plan (empty for what came later); the present ones are
    those plus every entry on the line since.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines")
    project = models.ForeignKey(Project, models.PROTECT, related_name="plan_lines")
    position = models.PositiveIntegerField("序号")
    buildings = models.PositiveIntegerField("改造楼栋数")
    households = models.PositiveIntegerField("户数")
    floor_area = AreaField("建筑面积")
    investment = MoneyField("计划投资", null=True, blank=True)
    issued_buildings = models.PositiveIntegerField("印发楼栋数", null=True, blank=True)
    issued_households = models.PositiveIntegerField("印发户数", null=True, blank=True)
    issued_floor_area = AreaField("印发建筑面积", null=True, blank=True)
    imported = models.JSONField("上次导入值", default=dict)
    upload_id = models.BigIntegerField("导入编号", null=True, blank=True)
    sheet = models.CharField("工作表", max_length=60, blank=True)
    row = models.PositiveIntegerField("行", null=True, blank=True)
    changed_at = models.DateTimeField("人工修改时间", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    change_reason = models.CharField("修改依据", max_length=200, blank=True)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计划行"
        ordering: ClassVar = ["plan", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "project"],
                name="plan_line_project",
                violation_error_message="该项目已在本计划中",
            ),
            not_negative("plan_line", "floor_area", "investment"),
            models.CheckConstraint(
                condition=models.Q(
                    issued_buildings__isnull=True,
                    issued_households__isnull=True,
                    issued_floor_area__isnull=True,
                )
                | models.Q(
                    issued_buildings__isnull=False,
                    issued_households__isnull=False,
                    issued_floor_area__gte=0,
                ),
                name="plan_line_issued_whole",
                violation_error_message="印发的三项数须同时登记",
            ),
            models.CheckConstraint(
                condition=models.Q(changed_at__isnull=True, changed_by__isnull=True)
                | models.Q(changed_at__isnull=False, changed_by__isnull=False),
                name="plan_line_changed_pair",
                violation_error_message="时间与经办人须同时填写",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.position}"


class PlanTarget(models.Model):
    """What a plan asks of one district or street: the row of a target table, with its origin.

    `investment` in yuan. `imported` holds what the last import said, as exact text by key.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="县区（街道）")
    position = models.PositiveIntegerField("序号")
    projects = models.PositiveIntegerField("项目数")
    buildings = models.PositiveIntegerField("楼栋数")
    households = models.PositiveIntegerField("户数")
    floor_area = AreaField("建筑面积")
    investment = MoneyField("拟投入资金")
    imported = models.JSONField("上次导入值", default=dict)
    upload_id = models.BigIntegerField("导入编号", null=True, blank=True)
    sheet = models.CharField("工作表", max_length=60, blank=True)
    row = models.PositiveIntegerField("行", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务数"
        ordering: ClassVar = ["plan", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "area"],
                name="plan_target_area",
                violation_error_message="该地在本计划中已有任务",
            ),
            not_negative("plan_target", "floor_area", "investment"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.area}"

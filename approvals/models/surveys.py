"""Satisfaction surveys: a sample drawn openly, slips that name nobody."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.querysets import ProjectScopedQuerySet, ScopedQuerySet
from approvals.rules.surveys import AGES, WILLING
from common.constraints import in_order, one_of, paired
from renovation.models import Project


class Survey(models.Model):
    """One survey of a project: its questions, the sample per building, and its result once closed.

    Which homes get a slip follows from `seed` and the register of the day: anybody draws the same.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="surveys")
    title = models.CharField("标题", max_length=100)
    items = models.JSONField("评价项", default=dict)
    seed = models.CharField("抽样种子", max_length=64)
    population = models.PositiveIntegerField("住户总数")
    sample = models.JSONField("各栋抽取的房屋", default=dict)
    size = models.PositiveIntegerField("发出份数")
    opened_on = models.DateField("开始日")
    closes_on = models.DateField("截止日")
    opened_at = models.DateTimeField("登记时间")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.JSONField("结果", null=True, blank=True)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "满意度调查"
        ordering: ClassVar = ["project", "-pk"]
        constraints: ClassVar = [
            in_order("survey", "opened_on", "closes_on"),
            paired("survey", "closed_at", "closed_by", "result"),
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(closed_at__isnull=True),
                name="survey_open_one",
                violation_error_message="该项目已有一次调查在进行",
            ),
            models.CheckConstraint(
                condition=models.Q(size__gte=1, size__lte=models.F("population")),
                name="survey_size",
                violation_error_message="发出份数不能为零，也不能超过住户总数",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def area_code(self) -> str:
        """The project's scope."""
        return self.project.area_code


class SurveyScopedQuerySet(ScopedQuerySet):
    """Rows that belong to a survey."""

    scope_path = "survey__project__"
    units_field = "unit_codes"


class SurveySlip(models.Model):
    """A slip that came back. It is numbered as it comes and never tied to a home. Append-only."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="slips")
    number = models.PositiveIntegerField("收回序号")
    building = models.CharField("楼栋", max_length=20)
    marks = models.JSONField("各项评价", default=dict)
    overall = models.PositiveSmallIntegerField("总体评价")
    willing = models.CharField("缴费意愿", max_length=3, choices=list(WILLING.items()), blank=True)
    age = models.CharField("年龄段", max_length=8, choices=list(AGES.items()), blank=True)
    remark = models.CharField("意见", max_length=300, blank=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SurveyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调查表"
        ordering: ClassVar = ["survey", "number"]
        constraints: ClassVar = [
            one_of("survey_slip", "willing", WILLING),
            one_of("survey_slip", "age", AGES),
            models.UniqueConstraint(fields=["survey", "number"], name="survey_slip_number"),
            models.CheckConstraint(
                condition=models.Q(overall__gte=1, overall__lte=5),
                name="survey_slip_overall",
                violation_error_message="总体评价应为 1 至 5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.number}"

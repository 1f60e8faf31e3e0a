"""Who pays what, as determined: immutable results with inputs, version and explanation."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.querysets import ProjectScopedQuerySet, ScopedQuerySet
from common.constraints import not_negative, one_of, paired
from common.fields import AreaField, MoneyField
from districts.models import ExclusiveUnit
from policies.models import PolicyVersion
from renovation.models import Project

STAGES = {"estimate": "预计", "due": "应缴", "final": "决算"}
PAYERS = {
    "residents": "居民",
    "government": "财政",
    "social": "社会资金",
    "utility": "专营单位",
    "other": "其他",
}


class Determination(models.Model):
    """One result for one project. A later one supersedes it; only the confirmation is added."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="determinations")
    stage = models.CharField("阶段", max_length=10, choices=list(STAGES.items()))
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    provisional = models.BooleanField("暂按现行版本", default=True)
    inputs = models.JSONField("输入")
    total = MoneyField("总投资")
    residents = MoneyField("居民出资")
    government = MoneyField("财政补助")
    other = MoneyField("其他出资")
    explanation = models.JSONField("依据")
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    live = models.BooleanField("现行", default=True)
    reason = models.CharField("事由", max_length=200, blank=True)
    document_no = models.CharField("依据文号", max_length=60, blank=True)
    determined_on = models.DateField("测算日")
    determined_at = models.DateTimeField("测算时间")
    determined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出资测算"
        ordering: ClassVar = ["project", "-pk"]
        constraints: ClassVar = [
            one_of("determination", "stage", STAGES),
            not_negative("determination", "total", "residents", "government", "other"),
            paired("determination", "confirmed_at", "confirmed_by"),
            models.CheckConstraint(
                condition=Q(total=F("residents") + F("government") + F("other")),
                name="determination_adds_up",
                violation_error_message="各方出资之和须等于总投资",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(determined_by=F("confirmed_by")),
                name="determination_second_person",
                violation_error_message="测算与确认须由两人办理",
            ),
            models.UniqueConstraint(
                fields=["project", "stage"], condition=Q(live=True), name="determination_live"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_stage_display()}"

    @property
    def area_code(self) -> str:
        """The project's scope."""
        return self.project.area_code


class DeterminationScopedQuerySet(ScopedQuerySet):
    """Rows that belong to a determination."""

    scope_path = "determination__project__"
    units_field = "unit_codes"


class DeterminationLine(models.Model):
    """One payer's part of a determination, with the account that is headed by its figure."""

    determination = models.ForeignKey(Determination, models.CASCADE, related_name="lines")
    payer = models.CharField("出资方", max_length=30)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=list(PAYERS.items()))
    amount = MoneyField("金额")
    explanation = models.JSONField("依据")

    class Meta:
        verbose_name = verbose_name_plural = "出资明细"
        ordering: ClassVar = ["determination", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["determination", "payer"], name="determination_payer"),
            one_of("determination_line", "kind", PAYERS),
            not_negative("determination_line", "amount"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.amount}"


class HouseholdShare(models.Model):
    """What one unit owes under a determination; all of them add up to its residents' part."""

    determination = models.ForeignKey(Determination, models.CASCADE, related_name="shares")
    unit = models.ForeignKey(ExclusiveUnit, models.PROTECT, related_name="+")
    unit_code = models.CharField("房屋", max_length=60)
    building = models.CharField("楼号", max_length=20, blank=True)
    area = AreaField("面积")
    amount = MoneyField("应缴")

    objects = DeterminationScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分户应缴"
        ordering: ClassVar = ["determination", "unit_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["determination", "unit"], name="household_share_unit"),
            not_negative("household_share", "amount", "area"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_code} {self.amount}"

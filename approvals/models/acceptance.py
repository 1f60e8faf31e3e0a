"""Joint acceptance (联合验收) with named parties, and handover (移交) item by item."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.querysets import ProjectScopedQuerySet, ScopedQuerySet
from common.constraints import in_order, one_of, paired
from renovation.models import Project, RulePin

STATES = {"open": "验收中", "passed": "通过", "failed": "未通过"}
VERDICTS = {"pass": "合格", "pass_after_repair": "整改后合格", "fail": "不合格"}


class Acceptance(models.Model):
    """One joint acceptance; it passes when every party signed and no problem stands open."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="acceptances")
    attempt = models.PositiveSmallIntegerField("第几次", default=1)
    pin = models.ForeignKey(RulePin, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default="open")
    held_on = models.DateField("验收日")
    conclusion = models.TextField("结论", blank=True)
    opened_at = models.DateTimeField("登记时间")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    concluded_on = models.DateField("结论日", null=True, blank=True)
    concluded_at = models.DateTimeField("结论记录时间", null=True, blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联合验收"
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            one_of("acceptance", "state", STATES),
            paired("acceptance", "concluded_at", "concluded_by", "concluded_on"),
            in_order("acceptance", "held_on", "concluded_on"),
        ]

    def __str__(self) -> str:
        return f"{self.project} 联合验收"

    @property
    def area_code(self) -> str:
        """The project's scope."""
        return self.project.area_code


class AcceptanceScopedQuerySet(ScopedQuerySet):
    """Rows that belong to an acceptance."""

    scope_path = "acceptance__project__"
    units_field = "unit_codes"


class AcceptanceParty(models.Model):
    """One party at the acceptance: a unit, a builder, or an owners' representative."""

    acceptance = models.ForeignKey(Acceptance, models.CASCADE, related_name="parties")
    key = models.CharField("参加方", max_length=40)
    name = models.CharField("单位或代表（掩码）", max_length=80)
    owner = models.BooleanField("业主代表", default=False)
    verdict = models.CharField("意见", max_length=20, choices=list(VERDICTS.items()), blank=True)
    opinion = models.CharField("说明", max_length=300, blank=True)
    signatory = models.CharField("签字人（掩码）", max_length=40, blank=True)
    signed_on = models.DateField("签字日", null=True, blank=True)
    signed_at = models.DateTimeField("记录时间", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AcceptanceScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "验收参加方"
        ordering: ClassVar = ["acceptance", "owner", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["acceptance", "key"], name="acceptance_party_key"),
            one_of("acceptance_party", "verdict", VERDICTS, blank=True),
            paired("acceptance_party", "signed_at", "signed_by", "signed_on"),
        ]

    def __str__(self) -> str:
        return self.name


class AcceptanceProblem(models.Model):
    """A defect found at acceptance, until its re-inspection."""

    acceptance = models.ForeignKey(Acceptance, models.CASCADE, related_name="problems")
    part = models.CharField("部位", max_length=80)
    finding = models.CharField("问题", max_length=300)
    due_on = models.DateField("整改期限")
    found_at = models.DateTimeField("登记时间")
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    fixed_on = models.DateField("复验日", null=True, blank=True)
    fixed_at = models.DateTimeField("复验记录时间", null=True, blank=True)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AcceptanceScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "验收问题"
        ordering: ClassVar = ["acceptance", "pk"]
        constraints: ClassVar = [paired("acceptance_problem", "fixed_at", "fixed_by", "fixed_on")]

    def __str__(self) -> str:
        return self.finding


class HandoverItem(models.Model):
    """One class of assets or papers, handed to its receiver (移交清单)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="handover_items")
    key = models.CharField("类别键", max_length=40)
    name = models.CharField("移交内容", max_length=100)
    quantity = models.CharField("数量", max_length=60, blank=True)
    receiver = models.CharField("接收单位", max_length=80)
    warranty_until = models.DateField("保修期至", null=True, blank=True)
    received_on = models.DateField("签收日", null=True, blank=True)
    received_at = models.DateTimeField("记录时间", null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signatory = models.CharField("签收人（掩码）", max_length=40, blank=True)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "移交项"
        ordering: ClassVar = ["project", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "key"], name="handover_item_key"),
            paired("handover_item", "received_at", "received_by", "received_on"),
        ]

    def __str__(self) -> str:
        return self.name

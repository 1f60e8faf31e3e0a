"""Joint review (联合审查、联合会商): one opinion per unit, a conclusion used later as a basis."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.querysets import ProjectScopedQuerySet, ScopedQuerySet
from common.constraints import one_of, paired
from renovation.models import Project, RulePin

STATES = {"open": "征求意见中", "agreed": "通过", "returned": "退回修改"}
VIEWS = {"agree": "同意", "conditional": "有条件同意", "disagree": "不同意"}


class Review(models.Model):
    """One joint review of a project's design."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="reviews")
    key = models.CharField("规则键", max_length=40)
    name = models.CharField("名称", max_length=60)
    attempt = models.PositiveSmallIntegerField("第几次", default=1)
    pin = models.ForeignKey(RulePin, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default="open")
    accepted_on = models.DateField("受理日")
    due_on = models.DateField("期限", null=True, blank=True)
    low_risk = models.BooleanField("低风险项目", default=False)
    conclusion = models.TextField("结论", blank=True)
    opened_at = models.DateTimeField("受理记录时间")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    concluded_on = models.DateField("结论日", null=True, blank=True)
    concluded_at = models.DateTimeField("结论记录时间", null=True, blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联合审查"
        ordering: ClassVar = ["-accepted_on", "-pk"]
        constraints: ClassVar = [
            one_of("review", "state", STATES),
            paired("review", "concluded_at", "concluded_by", "concluded_on"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def area_code(self) -> str:
        """The project's scope."""
        return self.project.area_code


class ReviewScopedQuerySet(ScopedQuerySet):
    """Rows that belong to a review."""

    scope_path = "review__project__"
    units_field = "unit_codes"


class Opinion(models.Model):
    """What one unit says; empty until given, then immutable (a new review for a new opinion)."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="opinions")
    unit_code = models.CharField("单位", max_length=40)
    unit_name = models.CharField("单位名称", max_length=80)
    view = models.CharField("意见", max_length=12, choices=list(VIEWS.items()), blank=True)
    conditions = models.TextField("条件与要求", blank=True)
    signatory = models.CharField("签署人", max_length=40, blank=True)
    given_on = models.DateField("签署日", null=True, blank=True)
    given_at = models.DateTimeField("记录时间", null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReviewScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会商意见"
        ordering: ClassVar = ["review", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "unit_code"], name="opinion_unit"),
            one_of("opinion", "view", VIEWS, blank=True),
            paired("opinion", "given_at", "given_by", "given_on"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} {self.view}"

"""A policy of a place and its versions: draft, checked, published, retired."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.fields.json import KeyTextTransform

from common.constraints import one_of, paired, two_people
from policies.querysets import PolicyQuerySet, VersionQuerySet


class Status(models.TextChoices):
    """The life of a version, only forwards; a changed content is a new draft."""

    DRAFT = "draft", "草稿"
    CHECKED = "checked", "已复核"
    PUBLISHED = "published", "已发布"
    RETIRED = "retired", "已废止"


class Policy(models.Model):
    """The policy of one place for one programme; `area_code` is empty for the national layer."""

    key = models.CharField("键", max_length=60, unique=True)
    area_code = models.CharField("区划代码", max_length=6, blank=True, db_index=True)
    programme = models.CharField("项目类别", max_length=30, default="renovation")
    title = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=20)
    document = models.CharField("文号", max_length=80)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策"
        ordering: ClassVar = ["area_code", "key"]

    def __str__(self) -> str:
        return self.title


class PolicyVersion(models.Model):
    """One version: content and cases hashed together, effective period outside the hash.

    `title`, `short_name` and `document_no` are its own, read from the content by the database; the
    policy's row follows its newest draft.

    `place_number` repeats the policy's area code as a number, so that periods of one place and
    programme can be kept apart without an extension. A shipped version has no maker. `origin` says
    what a draft was copied from, here or elsewhere (`services.origins`); it decides nothing.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    sequence = models.PositiveIntegerField("版次")
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    content = models.JSONField("规则")
    cases = models.JSONField("算例", default=list)
    content_hash = models.CharField("校验码", max_length=64)
    period = DateRangeField("施行期间")
    place_number = models.BigIntegerField(editable=False, default=0)
    programme = models.CharField(max_length=30, editable=False, default="renovation")
    shipped = models.BooleanField("随产品附带", default=False)
    origin = models.JSONField("来历", default=dict, blank=True)
    made_at = models.DateTimeField("起草时间", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField("复核时间", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    retired_at = models.DateTimeField("废止时间", null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    retired_reason = models.CharField("废止理由", max_length=200, blank=True)
    title = models.GeneratedField(
        verbose_name="名称",
        expression=KeyTextTransform("title", "content"),
        output_field=models.TextField(),
        db_persist=True,
    )
    short_name = models.GeneratedField(
        verbose_name="简称",
        expression=KeyTextTransform("short", "content"),
        output_field=models.TextField(),
        db_persist=True,
    )
    document_no = models.GeneratedField(
        verbose_name="文号",
        expression=KeyTextTransform("document", "content"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策版本"
        ordering: ClassVar = ["policy", "-sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "sequence"], name="policy_version_sequence"),
            one_of("policy_version", "status", Status.values),
            paired("policy_version", "made_at", "made_by"),
            paired("policy_version", "checked_at", "checked_by"),
            paired("policy_version", "published_at", "published_by"),
            paired("policy_version", "retired_at", "retired_by"),
            two_people("policy_version", "made_by", "checked_by"),
            two_people("policy_version", "made_by", "published_by"),
            models.CheckConstraint(
                condition=Q(made_by__isnull=False)
                | Q(published_by__isnull=True)
                | ~Q(published_by=F("checked_by")),
                name="policy_version_shipped_second_person",
                violation_error_message="随产品附带的政策须由两人分别复核、发布",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(checked_by__isnull=False),
                name="policy_version_checked_before",
                violation_error_message="未经第二人复核不能发布",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "checked"]) | Q(published_by__isnull=False),
                name="policy_version_published_before",
                violation_error_message="发布须记发布人和时间",
            ),
            ExclusionConstraint(
                name="policy_version_no_overlap",
                index_type="gist",
                expressions=[
                    (
                        Func(
                            F("place_number"), F("place_number"), Value("[]"), function="int8range"
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            Func(F("programme"), function="hashtext"),
                            Func(F("programme"), function="hashtext"),
                            Value("[]"),
                            function="int8range",
                            template="int8range(%(expressions)s)",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=["published", "retired"]),
                violation_error_message="同一地方同类政策的施行期间不能重叠",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} 第 {self.sequence} 版"

    @property
    def area_code(self) -> str:
        """Its policy's place, so that `require` can be asked on it."""
        return self.policy.area_code

    @property
    def effective_from(self) -> date:
        """The first day in force."""
        return self.period.lower

    @property
    def effective_to(self) -> date | None:
        """The last day in force; None while open."""
        upper = self.period.upper
        return upper - timedelta(days=1) if upper else None

    @property
    def short_hash(self) -> str:
        """7c1e 49b0, as pages and papers show it."""
        return f"{self.content_hash[:4]} {self.content_hash[4:8]}"

    @property
    def stamp(self) -> str:
        """Changes with every edit; a form sends it back to show what its writer had seen."""
        effective = self.effective()
        return f"{self.content_hash[:16]}.{effective['from']}.{effective['to'] or ''}"

    def document(self) -> dict[str, Any]:
        """The whole document as the loader takes it: rules and effective period."""
        return {**self.content, "effective": self.effective()}

    def effective(self) -> dict[str, Any]:
        """The period as the loader writes it."""
        last = self.effective_to
        return {"from": self.effective_from.isoformat(), "to": last.isoformat() if last else None}

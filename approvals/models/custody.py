"""Custody: each printed copy from hand to hand, the seal on a confirmed count, the re-check."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from approvals.models.rolls import HeadUnit, HomeScopedQuerySet, OfRound, RoundScopedQuerySet
from approvals.models.rounds import Round, RoundQuerySet
from common.constraints import paired
from common.fields import EncryptedText


class Copy(models.Model):
    """One printed copy of a unit's paper that left the office; of it only the voiding may follow.

    A unit has at most one copy that is not void: a lost or spoilt one is voided before another
    goes out.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="copies")
    unit = models.ForeignKey(HeadUnit, models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField("第几份", default=1)
    collector = EncryptedText("领表人")
    issued_at = models.DateTimeField("发出时间")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    void_reason = models.CharField("作废原因", max_length=100, blank=True)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HomeScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发出的意见表"
        ordering: ClassVar = ["round", "unit__position", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "number"], name="copy_number"),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(voided_at__isnull=True),
                name="copy_out",
                violation_error_message="这一户已有一份意见表在外，先作废再补发",
            ),
            paired("copy", "voided_at", "voided_by"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                name="copy_void_reason",
                violation_error_message="作废须写明原因",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.number}"


class Seal(OfRound, models.Model):
    """A confirmed count closed by its hash: roll, papers and tallies. Immutable by trigger.

    `body` is what the hash is over, `salt` goes into its digest of the papers; `sample` are the
    serials to check again, drawn by the hash. The photograph of the signed sheet is an attachment
    of the seal.
    """

    round = models.OneToOneField(Round, models.CASCADE, related_name="seal")
    body = models.JSONField("封存内容")
    salt = models.CharField("意见表校验盐", max_length=32, blank=True)
    sha256 = models.CharField("封存校验码", max_length=64)
    counters = ArrayField(models.CharField(max_length=80), verbose_name="计票人")
    sample = ArrayField(models.CharField(max_length=40), verbose_name="抽查票号")
    sealed_at = models.DateTimeField("封存时间")
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RoundScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计票封存"

    def __str__(self) -> str:
        return self.sha256[:16]


class SealScopedQuerySet(RoundQuerySet):
    """Rows that belong to a seal."""

    scope_path = "seal__round__project__"
    round_path = "seal__round__"


class Recheck(models.Model):
    """A drawn paper held against what was typed, by somebody who did not type it. Stays."""

    seal = models.ForeignKey(Seal, models.CASCADE, related_name="rechecks")
    unit = models.ForeignKey(HeadUnit, models.PROTECT, related_name="+")
    agrees = models.BooleanField("相符")
    finding = models.CharField("不符之处", max_length=200, blank=True)
    checked_at = models.DateTimeField("抽查时间")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SealScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽查"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal", "unit"], name="recheck_once"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(finding=""),
                name="recheck_finding",
                violation_error_message="不符的须写明不符之处",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.unit_id}"

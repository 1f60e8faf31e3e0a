"""At the door: each call with what came of it, and mandates that owners gave."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from approvals.models.rolls import (
    Head,
    HeadUnit,
    HomeScopedQuerySet,
    OfRound,
    OwnerScopedQuerySet,
)
from approvals.models.rounds import Round
from approvals.rules.mandates import BASES, ENTRUSTED
from common.constraints import one_of, paired
from common.fields import EncryptedText

OUTCOMES = {
    "delivered": "已送达",
    "nobody": "没人",
    "later": "改约",
    "refused": "拒收",
    "absent": "长期在外",
}


class Visit(models.Model):
    """One call at a home, by whom, when, and what came of it. Append-only; no answer is here."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="visits")
    unit = models.ForeignKey(HeadUnit, models.PROTECT, related_name="visits")
    outcome = models.CharField("结果", max_length=10, choices=list(OUTCOMES.items()))
    note = models.CharField("说明", max_length=60, blank=True)
    again_at = models.DateTimeField("改约到", null=True, blank=True)
    visited_at = models.DateTimeField("走访时间")
    visited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = HomeScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访记录"
        ordering: ClassVar = ["round", "-visited_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["unit", "-visited_at"])]
        constraints: ClassVar = [
            one_of("visit", "outcome", OUTCOMES),
            models.CheckConstraint(
                condition=Q(again_at__isnull=True) | Q(outcome="later"),
                name="visit_again_later",
                violation_error_message="只有改约的写改约时间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.outcome}"


class Mandate(OfRound, models.Model):
    """Who may sign for the head, on what: an owner's written mandate (委托书), or by law.

    Of it only the end follows. The document itself is an attachment that lies encrypted; the name
    too.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="mandates")
    head = models.ForeignKey(Head, models.PROTECT, related_name="mandates")
    agent = EncryptedText("受托人")
    agent_masked = models.CharField("受托人（掩码）", max_length=60)
    agent_digest = models.CharField(max_length=64, editable=False, db_index=True)
    basis = models.CharField(
        "代签依据", max_length=10, choices=list(BASES.items()), default=ENTRUSTED
    )
    signed_on = models.DateField("委托书日期")
    noted_at = models.DateTimeField("登记时间")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    end_reason = models.CharField("撤销原因", max_length=100, blank=True)
    ended_at = models.DateTimeField("撤销时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OwnerScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委托书"
        ordering: ClassVar = ["round", "head", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["head"],
                condition=Q(ended_at__isnull=True),
                name="mandate_live",
                violation_error_message="这位业主已有一份委托书",
            ),
            one_of("mandate", "basis", BASES),
            paired("mandate", "ended_at", "ended_by"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(end_reason=""),
                name="mandate_end_reason",
                violation_error_message="撤销须写明原因",
            ),
        ]

    def __str__(self) -> str:
        return self.agent_masked

    @property
    def area_codes(self) -> list[str]:
        """Where the owner's homes lie; in a cluster they may stand in several communities."""
        if not self.round.members:
            return [self.area_code]
        buildings = HeadUnit.objects.filter(head=self.head_id).values_list("building", flat=True)
        return [self.round.project_at(one).area_code for one in buildings]

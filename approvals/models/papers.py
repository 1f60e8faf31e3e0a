"""Papers as typed: one live paper per round and unit, one answer per matter. Append-only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q

from approvals.models.doors import Mandate
from approvals.models.rolls import HeadUnit, HomeScopedQuerySet, RoundScopedQuerySet
from approvals.models.rounds import Round
from common.constraints import not_negative, one_of, paired
from common.fields import EncryptedText
from policies.rules.vocabulary import CHANNELS
from records.models import Attachment

if TYPE_CHECKING:
    from accounts.models import User

ANSWERS = {"agree": "同意", "against": "反对", "abstain": "弃权", "invalid": "无效"}


class BatchQuerySet(RoundScopedQuerySet):
    """Piles: in a cluster seen by who has the building's community in scope."""

    def _of_cluster(self, user: User) -> Q:
        """Which piles of a cluster's round: those of buildings in scope."""
        here = {"round": OuterRef("round"), "building": OuterRef("building")}
        return HeadUnit.objects.one_in_scope(user, **here)


class Batch(models.Model):
    """A pile of one building's papers, counted by hand before typing and compared after it.

    `hand` is the hand count: {matter: {choice: n}}. Handed in (提交复核) only when all agree.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="batches")
    building = models.CharField("楼栋", max_length=140)
    number = models.PositiveSmallIntegerField("第几批")
    hand = models.JSONField("手工清点", default=dict)
    total = models.PositiveIntegerField("清点份数")
    opened_at = models.DateTimeField("开始时间")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "录入批次"
        ordering: ClassVar = ["round", "building", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "building", "number"], name="batch_number"),
            models.UniqueConstraint(
                fields=["round", "building"],
                condition=Q(submitted_at__isnull=True),
                name="batch_open",
                violation_error_message="这栋楼上一批还没有提交",
            ),
            paired("batch", "submitted_at", "submitted_by"),
            not_negative("batch", "total"),
        ]

    def __str__(self) -> str:
        return f"{self.building}-{self.number}"


class Delivery(models.Model):
    """A paper that could not be delivered, until it is (one row per unit of the roll)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="undelivered")
    unit = models.OneToOneField(HeadUnit, models.CASCADE, related_name="undelivered")
    reason = models.CharField("未送达原因", max_length=100)
    noted_at = models.DateTimeField("登记时间")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = HomeScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "未送达"
        ordering: ClassVar = ["round", "unit__position"]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.reason}"


class Paper(models.Model):
    """What one unit answered. A correction is a new row that `supersedes` the old one.

    `live` is the database's own guard: at most one live paper per unit of the roll. A withdrawal is
    a row without answers that is not live. `client_id` is the typing browser's own number for the
    paper, so that a repeated sending is recognised. What was said by telephone has its `witness`,
    what was answered online its `evidence`, what somebody else signed the `mandate` it rests on.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="papers")
    unit = models.ForeignKey(HeadUnit, models.PROTECT, related_name="papers")
    channel = models.CharField(
        "方式", max_length=10, choices=list(CHANNELS.items()), default="paper"
    )
    signed_on = models.DateField("签署日", null=True, blank=True)
    received_at = models.DateTimeField("收回时间")
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signers = models.PositiveSmallIntegerField("签名人数", null=True, blank=True)
    proxy = models.CharField("受托人（掩码）", max_length=60, blank=True)
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="委托书"
    )
    witness = EncryptedText("见证人", blank=True, default="")
    witness_masked = models.CharField("见证人（掩码）", max_length=60, blank=True)
    evidence = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="凭据"
    )
    client_id = models.CharField("录入端编号", max_length=40, blank=True)
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="批次"
    )
    live = models.BooleanField("现行", default=True)
    withdrawn = models.BooleanField("撤回", default=False)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField("更正事由", max_length=200, blank=True)

    objects = HomeScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征求意见表"
        ordering: ClassVar = ["round", "-entered_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "unit"],
                condition=Q(live=True),
                name="paper_live",
                violation_error_message="这一户的意见表已经录过",
            ),
            models.UniqueConstraint(
                fields=["round", "client_id"],
                condition=~Q(client_id=""),
                name="paper_client_id",
                violation_error_message="这份意见表已经收到过",
            ),
            one_of("paper", "channel", CHANNELS),
            models.CheckConstraint(
                condition=Q(live=False) | ~Q(channel="telephone") | ~Q(witness_masked=""),
                name="paper_telephone_witness",
                violation_error_message="电话征询须写明见证人",
            ),
            models.CheckConstraint(
                condition=Q(live=False) | ~Q(channel="online") | Q(evidence__isnull=False),
                name="paper_online_evidence",
                violation_error_message="线上答复须有凭据",
            ),
            models.CheckConstraint(
                condition=Q(live=False) | Q(proxy="") | Q(mandate__isnull=False),
                name="paper_proxy_mandate",
                violation_error_message="受托人签的须有登记的委托书",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(live=False, supersedes__isnull=False),
                name="paper_withdrawal_points_back",
                violation_error_message="撤回须指明原意见表",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(reason=""),
                name="paper_correction_reason",
                violation_error_message="更正、撤回须写明事由",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                name="paper_not_own_successor",
                violation_error_message="更正不能指向自己",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.unit_id}"


class Answer(models.Model):
    """One matter's answer on one paper; invalid ones say why."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="answers")
    matter = models.CharField("事项", max_length=40)
    choice = models.CharField("意见", max_length=8, choices=list(ANSWERS.items()))
    reason = models.CharField("无效原因", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "意见"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "matter"], name="answer_matter"),
            one_of("answer", "choice", ANSWERS),
            models.CheckConstraint(
                condition=~Q(choice="invalid") | ~Q(reason=""),
                name="answer_invalid_reason",
                violation_error_message="无效票须写明原因",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter}={self.choice}"

"""Scanned pages of papers: to which home each belongs, and who decided where no code did."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from approvals.models.rolls import HeadUnit, HomeScopedQuerySet, OfRound
from approvals.models.rounds import Round
from approvals.rules.scans import FINDINGS, MOST_LEAVES
from common.constraints import one_of, paired
from records.models import Attachment

if TYPE_CHECKING:
    from accounts.models import User


class ScanQuerySet(HomeScopedQuerySet):
    """Pages: in a cluster seen with their home; until they have one, where the pile lies."""

    def _of_cluster(self, user: User) -> Q:
        """Which pages of a cluster's round are in scope."""
        return super()._of_cluster(user) | Q(unit=None) & user.access.scope("source__area_code")


class Scan(OfRound, models.Model):
    """One page of an uploaded file. It belongs to the home, so a corrected paper keeps it.

    `page` counts in the file, `leaf` in the home's paper of `leaves` pages (None: nothing said it).
    `named` is the home that the code on it names; `unit` the one it belongs to, None until decided.
    A page that is no paper, or that another scan replaced, is set `aside` with the reason. Of a row
    only unit, leaf, leaves, aside and the two `settled` fields change; nothing is deleted.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="scans")
    source = models.ForeignKey(
        Attachment, models.PROTECT, related_name="+", verbose_name="原件", editable=False
    )
    page = models.PositiveSmallIntegerField("第几页")
    picture = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="图像"
    )
    finding = models.CharField("识别结果", max_length=10, choices=list(FINDINGS.items()))
    trouble = models.CharField("打不开的原因", max_length=100, blank=True)
    named = models.ForeignKey(
        HeadUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="码上的户"
    )
    unit = models.ForeignKey(
        HeadUnit, models.PROTECT, null=True, blank=True, related_name="scans", verbose_name="户"
    )
    leaf = models.PositiveSmallIntegerField("表的第几页", null=True, blank=True)
    leaves = models.PositiveSmallIntegerField("表共几页", null=True, blank=True)
    aside = models.CharField("不用的原因", max_length=100, blank=True)
    taken_at = models.DateTimeField("上传时间")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField("人工对应时间", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "扫描件"
        ordering: ClassVar = ["round", "source_id", "page"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "page"], name="scan_page"),
            models.UniqueConstraint(
                fields=["unit", "leaf"],
                condition=Q(unit__isnull=False),
                name="scan_unit_leaf",
                violation_error_message="这一户的这一页已经有扫描件",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(leaf__isnull=False),
                name="scan_of_a_leaf",
                violation_error_message="对应到户须说明是表的第几页",
            ),
            models.CheckConstraint(
                condition=(Q(leaf__isnull=True) | Q(leaf__range=(1, MOST_LEAVES)))
                & (Q(leaves__isnull=True) | Q(leaves__range=(F("leaf"), MOST_LEAVES))),
                name="scan_leaf_of_leaves",
                violation_error_message="页码不大于总页数",
            ),
            one_of("scan", "finding", FINDINGS),
            paired("scan", "settled_at", "settled_by"),
            models.CheckConstraint(
                condition=Q(aside="") | Q(unit__isnull=True, settled_at__isnull=False),
                name="scan_aside",
                violation_error_message="不用的扫描件不能对应到户",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(finding="matched") | Q(settled_at__isnull=False),
                name="scan_by_hand",
                violation_error_message="没有对上码的须由人对应",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.page}"

    @property
    def area_codes(self) -> list[str]:
        """Where its home lies; of a page that has none yet, where its pile does."""
        if not self.round.members:
            return [self.area_code]
        return [self.unit.area_code if self.unit else self.source.area_code]

    @property
    def waits(self) -> bool:
        """Whether a person has still to say what it is."""
        return self.unit_id is None and not self.aside

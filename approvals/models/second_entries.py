"""The second typing of a paper by another person, and how a difference was settled."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from approvals.models.papers import Paper
from approvals.models.rolls import HomeScopedQuerySet
from approvals.models.rounds import Round
from common.constraints import paired


class SecondEntryQuerySet(HomeScopedQuerySet):
    """Second typings, seen with their papers."""

    home_path = "paper__unit__"


class SecondEntry(models.Model):
    """What a second person typed for a live paper. Of it only the settling may follow.

    `answers` are {matter: choice}; `agrees` when they are the paper's own. A difference waits until
    a third person settles it: `settled_paper` is the paper as it then stands (the first one, or
    its correction).
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="second_entries")
    paper = models.OneToOneField(Paper, models.PROTECT, related_name="second_entry")
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answers = models.JSONField("第二遍")
    agrees = models.BooleanField("相同")
    client_id = models.CharField("录入端编号", max_length=40, blank=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="settles"
    )
    settled_at = models.DateTimeField("核定时间", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SecondEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "第二遍录入"
        ordering: ClassVar = ["round", "pk"]
        constraints: ClassVar = [
            paired("second_entry", "settled_at", "settled_by", "settled_paper"),
            models.CheckConstraint(
                condition=~Q(entered_by=F("first_by")),
                name="second_entry_by_another",
                violation_error_message="第二遍须由另一人录入",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True)
                | (Q(agrees=False) & ~Q(settled_by=F("first_by")) & ~Q(settled_by=F("entered_by"))),
                name="second_entry_settled_by_third",
                violation_error_message="两遍不一致的须由第三人核定",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}"

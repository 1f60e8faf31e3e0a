"""Running tallies under the round's lock, and the immutable ones that are published."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from approvals.models.rolls import RoundScopedQuerySet
from approvals.models.rounds import Round
from approvals.rules.parts import Part
from common.constraints import not_negative, one_of
from common.fields import AreaField
from policies.rules.consent import GROUPS

OCCASIONS = {"interim": "阶段结果", "closing": "截止计票", "certificate": "复核确认"}


class RunningQuerySet(RoundScopedQuerySet):
    """Running counts of a round."""

    def whole(self) -> RunningQuerySet:
        """Of all owners, of everything that the round asks."""
        return self.filter(building="", community="", group="owners")


class RunningTally(models.Model):
    """The counts of an open round for one matter and part (`approvals.rules.parts.Part`).

    The fields of the count have the names of `approvals.rules.tally.Count`. Heads of a part's row
    are those with a unit in it: an owner of homes in two buildings is counted in both rows.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="running")
    matter = models.CharField("事项", max_length=40)
    building = models.CharField("楼栋", max_length=140, blank=True)
    entrance = models.CharField("单元", max_length=20, blank=True)
    group = models.CharField(
        "业主范围", max_length=10, choices=list(GROUPS.items()), default="owners"
    )
    community = models.CharField("组团内小区", max_length=120, blank=True)
    all_units = models.PositiveIntegerField("应征户", default=0)
    all_homes = models.PositiveIntegerField("其中住宅", default=0)
    all_heads = models.PositiveIntegerField("应征人数", default=0)
    all_area = AreaField("应征面积", default=0)
    returned_units = models.PositiveIntegerField("收回户", default=0)
    participating_units = models.PositiveIntegerField("参与户", default=0)
    participating_homes = models.PositiveIntegerField("参与住宅", default=0)
    agree_units = models.PositiveIntegerField("同意户", default=0)
    agree_homes = models.PositiveIntegerField("同意住宅", default=0)
    against_units = models.PositiveIntegerField("反对户", default=0)
    abstain_units = models.PositiveIntegerField("弃权户", default=0)
    invalid_units = models.PositiveIntegerField("无效户", default=0)
    participating_heads = models.PositiveIntegerField("参与人数", default=0)
    participating_area = AreaField("参与面积", default=0)
    agree_heads = models.PositiveIntegerField("同意人数", default=0)
    agree_area = AreaField("同意面积", default=0)
    against_heads = models.PositiveIntegerField("反对人数", default=0)
    against_area = AreaField("反对面积", default=0)
    abstain_heads = models.PositiveIntegerField("弃权人数", default=0)
    abstain_area = AreaField("弃权面积", default=0)
    mixed_heads = models.PositiveIntegerField("意见不一人数", default=0)
    updated = models.DateTimeField("更新时间")

    objects = RunningQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "实时计票"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "matter", "community", "building", "entrance", "group"],
                name="running_scope",
            ),
            models.CheckConstraint(
                condition=Q(community="") | Q(building="", group="owners"),
                name="running_community_whole",
                violation_error_message="小区一行不分楼栋、不分业主",
            ),
            one_of("running", "group", GROUPS),
            models.CheckConstraint(
                condition=Q(entrance="") | ~Q(building=""),
                name="running_entrance_in_building",
                violation_error_message="单元须写明楼栋",
            ),
            not_negative(
                "running",
                "all_area",
                "participating_area",
                "agree_area",
                "against_area",
                "abstain_area",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.matter}/{self.part.label}"

    @property
    def part(self) -> Part:
        """What is counted here."""
        return Part(self.building, self.entrance, self.group, self.community)


class Tally(models.Model):
    """A count as it stood: inputs, outcome, explanation, version. Immutable by trigger.

    `last_paper` is the highest key among the round's papers when it was taken (0 for none), so that
    the count can be repeated for that moment; null on counts from before it was kept. `parts`:
    entrances and groups of owners, where the matter asks about them, and a cluster's communities.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="tallies")
    matter = models.CharField("事项", max_length=40)
    occasion = models.CharField("场合", max_length=12, choices=list(OCCASIONS.items()))
    counts = models.JSONField("计数")
    buildings = models.JSONField("分楼栋", default=list)
    parts = models.JSONField("分单元、分业主", default=list)
    valid = models.BooleanField("参与达标")
    passed = models.BooleanField("表决通过")
    explanation = models.JSONField("依据")
    last_paper = models.PositiveBigIntegerField("计到的最后一份", null=True, blank=True)
    taken_at = models.DateTimeField("计票时间")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RoundScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计票结果"
        ordering: ClassVar = ["round", "pk"]
        constraints: ClassVar = [one_of("tally", "occasion", OCCASIONS)]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.matter}/{self.occasion}"

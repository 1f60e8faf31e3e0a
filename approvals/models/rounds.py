"""A round of asking the owners, under the rule that was pinned when it opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from accounts.querysets import ProjectScopedQuerySet
from approvals.rules.words import WITHIN
from common.constraints import in_order, not_negative, one_of, paired
from common.fields import AreaField
from renovation.models import Project, RulePin

if TYPE_CHECKING:
    from accounts.models import User

STATES = {
    "open": "征询中",
    "closed": "已截止待复核",
    "confirmed": "已复核",
    "void": "已作废",
}


class RoundQuerySet(ProjectScopedQuerySet):
    """Rounds are seen with their project; those of a cluster by place, with any of its projects."""

    round_path = ""

    def visible_to(self, user: User) -> Self:
        """Only rows in the person's scope."""
        alone = Q(**{f"{self.round_path}place": ""})
        projects = f"{self.scope_path}area_code", f"{self.scope_path}{self.units_field}"
        return self.filter(alone & user.access.scope(*projects) | ~alone & self._of_cluster(user))

    def _of_cluster(self, user: User) -> Q:
        """Which rows of a cluster's round: all of them, once one of its projects is in scope."""
        mine = Project.objects.filter(user.access.scope("area_code")).values("pk")
        return Q(**{f"{self.round_path}members__overlap": mine})

    def of(self, project: Project) -> Self:
        """The project's own rounds and those of a cluster with it in."""
        mine = Q(**{f"{self.round_path}project": project})
        return self.filter(mine | Q(**{f"{self.round_path}members__contains": [project.pk]}))


class Round(models.Model):
    """One round: roll frozen at opening, papers admissible by the instant they were received.

    `places` names the buildings or entrances that it is asked in ("3", "3-2"); none: the whole
    community. A round of a cluster is asked in all of `members` (projects), `project` the first;
    it lies in `place`, the smallest that holds them all ("" otherwise), and keeps the name of the
    `cluster` and what the `communities` of its members are called on the roll. `heads`, `units` and
    `area` are the totals of the frozen roll. Typing stays open until the tally is confirmed by a
    second person.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="rounds")
    key = models.CharField("规则键", max_length=40)
    name = models.CharField("名称", max_length=60)
    attempt = models.PositiveSmallIntegerField("第几次", default=1)
    pin = models.ForeignKey(RulePin, models.PROTECT, related_name="+", verbose_name="适用版本")
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default="open")
    organiser = models.CharField("组织者", max_length=80)
    contact = models.CharField("联系方式", max_length=80, blank=True)
    opens_at = models.DateTimeField("开启")
    closes_at = models.DateTimeField("截止")
    heads = models.PositiveIntegerField("名册人数")
    units = models.PositiveIntegerField("名册套数")
    area = AreaField("名册面积")
    places = ArrayField(models.CharField(max_length=60), verbose_name="征询范围", default=list)
    roll_sha256 = models.CharField("名册校验码", max_length=64)
    members = ArrayField(models.BigIntegerField(), verbose_name="组团内项目", default=list)
    communities = ArrayField(
        models.CharField(max_length=120), verbose_name="组团内小区名称", default=list
    )
    cluster = models.CharField("组团", max_length=100, blank=True)
    place = models.CharField("组团所在地", max_length=12, blank=True)
    items = ArrayField(models.CharField(max_length=40), verbose_name="征询事项", default=list)
    hand_counts = models.JSONField("手工清点", default=dict, blank=True)
    note = models.CharField("说明（提前截止、作废的原因）", max_length=200, blank=True)
    opened_at = models.DateTimeField("开启记录时间")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("截止记录时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("复核时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征询轮次"
        ordering: ClassVar = ["-opens_at", "-pk"]
        constraints: ClassVar = [
            one_of("round", "state", STATES),
            not_negative("round", "area"),
            paired("round", "closed_at", "closed_by"),
            paired("round", "confirmed_at", "confirmed_by"),
            in_order("round", "opens_at", "closes_at"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(closed_by=F("confirmed_by")),
                name="round_confirmed_by_second",
                violation_error_message="截止与复核须由两人办理",
            ),
            models.UniqueConstraint(
                fields=["project", "key", "places"],
                condition=Q(state__in=["open", "closed"]),
                name="round_live",
                violation_error_message="这一轮征询正在进行",
            ),
            models.CheckConstraint(
                condition=Q(place="", members=[]) | ~Q(place="") & ~Q(members=[]) & Q(places=[]),
                name="round_cluster",
                violation_error_message="组团征询须写明各项目和所在地",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def partial(self) -> bool:
        """Whether only some buildings or entrances are asked: it decides for them alone."""
        return bool(self.places)

    @property
    def area_code(self) -> str:
        """Where it lies: with its project, or the smallest place that holds the whole cluster."""
        return self.place or self.project.area_code

    @property
    def area_codes(self) -> list[str]:
        """Where its projects lie: what concerns the whole round asks for the right in all."""
        return [project.area_code for project in self.projects]

    @property
    def unit_codes(self) -> list[str]:
        """The project's units; those of one member have nothing to do with all of a cluster."""
        return [] if self.members else self.project.unit_codes

    @property
    def whose(self) -> str:
        """Whose owners are asked: the cluster's, or the project's by its name."""
        return self.cluster or self.project.name

    @cached_property
    def projects(self) -> list[Project]:
        """Whom it decides for: its project, or all of a cluster (one query, none once locked)."""
        if not self.members:
            return [self.project]
        rows = Project.objects.filter(pk__in=self.members).select_related("community")
        return list(rows.order_by("pk"))

    def community_of(self, project: Project) -> str:
        """What the project's community is called on the roll of a cluster; "" elsewhere."""
        return dict(zip(self.members, self.communities, strict=False)).get(project.pk, "")

    def project_at(self, building: str) -> Project:
        """The project in which a building of the roll stands."""
        for name, project in zip(self.communities, self.projects, strict=False):
            if building.startswith(f"{name}{WITHIN}"):
                return project
        return self.project

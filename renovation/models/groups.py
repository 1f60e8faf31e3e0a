"""Projects taken together: clusters over communities, investment projects over several of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.querysets import ScopedQuerySet
from common.constraints import in_order, not_negative, one_of
from common.fields import AreaField, MoneyField
from renovation.models.projects import Project

GROUP_KINDS = {"cluster": "组团连片", "investment": "投资项目"}


class ProjectGroup(models.Model):
    """A cluster or an investment project: its own name, number, years and totals as approved.

    The totals are those of the paper that approved it; the members' sums stand beside them.
    """

    kind = models.CharField("类别", max_length=12, choices=list(GROUP_KINDS.items()))
    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    name = models.CharField("名称", max_length=100)
    code = models.CharField("编号", max_length=60, blank=True)
    first_year = models.PositiveSmallIntegerField("起始年度")
    last_year = models.PositiveSmallIntegerField("截止年度")
    document_no = models.CharField("批准文号", max_length=60)
    buildings = models.PositiveIntegerField("楼栋数", null=True, blank=True)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    floor_area = AreaField("建筑面积", null=True, blank=True)
    investment = MoneyField("总投资", null=True, blank=True)
    version = models.PositiveIntegerField("修改次数", default=0)
    demo = models.BooleanField("演示数据", default=False)
    projects = models.ManyToManyField(
        Project, through="GroupMember", related_name="groups", verbose_name="项目"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目组合"
        ordering: ClassVar = ["area_code", "kind", "first_year", "name"]
        constraints: ClassVar = [
            one_of("project_group", "kind", GROUP_KINDS),
            not_negative("project_group", "floor_area", "investment"),
            in_order("project_group", "first_year", "last_year"),
            models.UniqueConstraint(
                fields=["area_code", "kind", "name"],
                name="project_group_name",
                violation_error_message="同名的已经登记",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A project in a group; in one of each kind at most."""

    group = models.ForeignKey(ProjectGroup, models.CASCADE, related_name="members")
    project = models.ForeignKey(Project, models.PROTECT, related_name="memberships")
    kind = models.CharField("类别", max_length=12, choices=list(GROUP_KINDS.items()))

    class Meta:
        verbose_name = verbose_name_plural = "组合内项目"
        ordering: ClassVar = ["group", "project"]
        constraints: ClassVar = [
            one_of("group_member", "kind", GROUP_KINDS),
            models.UniqueConstraint(
                fields=["project", "kind"],
                name="group_member_once",
                violation_error_message="该项目已在同类的另一组合中",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.project}"

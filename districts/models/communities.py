"""Communities (小区), buildings (楼栋) and entrances (单元)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.querysets import ScopedQuerySet
from common.constraints import not_negative
from common.fields import AreaField
from districts.models.areas import Area


class CommunityQuerySet(ScopedQuerySet):
    """Communities carry their own area code."""


class Community(models.Model):
    """A residential community: permanent, whatever projects it sees.

    `area_code` is its scope: the neighbourhood's code, or the street's where none is known.
    """

    code = models.CharField("小区代码", max_length=24, unique=True)
    name = models.CharField("小区名称", max_length=100)
    normalised_name = models.CharField("归一名称", max_length=100, editable=False)
    sort_key = models.CharField("拼音序", max_length=200, editable=False, db_index=True)
    aliases = ArrayField(
        models.CharField(max_length=100), verbose_name="别名", default=list, blank=True
    )
    street = models.ForeignKey(
        Area, models.PROTECT, related_name="communities", verbose_name="街道"
    )
    neighbourhood = models.ForeignKey(
        Area, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="社区"
    )
    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    address = models.CharField("坐落", max_length=200, blank=True)
    built_year = models.PositiveSmallIntegerField("建成年份", null=True, blank=True)
    built_year_proof = models.CharField("建成年份依据", max_length=200, blank=True)
    management = models.CharField("现有物业管理", max_length=60, blank=True)
    demo = models.BooleanField("演示数据", default=False)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "小区"
        ordering: ClassVar = ["area_code", "sort_key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["street", "normalised_name"],
                name="community_street_name",
                violation_error_message="该街道已有同名小区",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BuildingQuerySet(ScopedQuerySet):
    """Buildings are seen with their community."""

    scope_path = "community__"


class Building(models.Model):
    """One building; `number` is what people call it ("1"), ordered naturally by `position`.

    `floor_area` (㎡) and `households` are what a survey or certificate says of the whole building;
    what its units add up to is reckoned from them, and the two are shown side by side.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="buildings")
    number = models.CharField("楼号", max_length=20)
    position = models.PositiveIntegerField("排序", default=0)
    structure = models.CharField("结构", max_length=30, blank=True)
    storeys = models.PositiveSmallIntegerField("层数", null=True, blank=True)
    built_year = models.PositiveSmallIntegerField("建成年份", null=True, blank=True)
    floor_area = AreaField("建筑面积", null=True, blank=True)
    households = models.PositiveIntegerField("户数", null=True, blank=True)

    objects = BuildingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "楼栋"
        ordering: ClassVar = ["community", "position", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["community", "number"],
                name="building_number",
                violation_error_message="该小区已有此楼号",
            ),
            not_negative("building", "floor_area"),
        ]

    def __str__(self) -> str:
        return f"{self.number}号楼"

    @property
    def area_code(self) -> str:
        """The community's scope."""
        return self.community.area_code


class Entrance(models.Model):
    """A stairwell of a building."""

    building = models.ForeignKey(Building, models.CASCADE, related_name="entrances")
    number = models.CharField("单元号", max_length=20)
    position = models.PositiveIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "单元"
        ordering: ClassVar = ["building", "position", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["building", "number"],
                name="entrance_number",
                violation_error_message="该楼栋已有此单元号",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building}{self.number}单元"

"""Exclusive units (专有部分), owners and who owns what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.querysets import ScopedQuerySet
from common.constraints import not_negative, one_of
from common.fields import AreaField, EncryptedText
from districts.models.communities import Building, Entrance

KINDS = {"home": "住宅", "shop": "商铺", "garage": "车库", "other": "其他"}
AREA_SOURCES = {"registered": "产权登记", "surveyed": "测绘", "contract": "合同", "none": "未登记"}


class ExclusiveUnitQuerySet(ScopedQuerySet):
    """Units are seen with their community."""

    scope_path = "building__community__"

    def homes(self) -> ExclusiveUnitQuerySet:
        """户 counts homes only."""
        return self.filter(kind="home")


class ExclusiveUnit(models.Model):
    """A home, shop, garage or other separately owned part.

    `code` is unique within the community and orders ties in splits; `area` votes (专有面积),
    `area_with_share` is the registered area with the shared part (caps); never mixed. `imported` is
    what the last roll said, personal columns as digests, with its upload, sheet and row.
    """

    building = models.ForeignKey(Building, models.CASCADE, related_name="units")
    entrance = models.ForeignKey(
        Entrance, models.CASCADE, related_name="units", null=True, blank=True
    )
    room = models.CharField("室号", max_length=20)
    floor = models.SmallIntegerField("楼层", null=True, blank=True)
    code = models.CharField("房屋代码", max_length=40)
    kind = models.CharField("类别", max_length=10, choices=list(KINDS.items()), default="home")
    area = AreaField("专有面积")
    area_source = models.CharField(
        "面积依据", max_length=12, choices=list(AREA_SOURCES.items()), default="registered"
    )
    area_with_share = AreaField("登记面积（含公摊）", null=True, blank=True)
    position = models.PositiveIntegerField("排序", default=0)
    imported = models.JSONField("上次导入值", default=dict, blank=True)
    upload_id = models.BigIntegerField("导入编号", null=True, blank=True)
    sheet = models.CharField("工作表", max_length=60, blank=True)
    row = models.PositiveIntegerField("行", null=True, blank=True)

    objects = ExclusiveUnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专有部分"
        ordering: ClassVar = ["building", "position", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["building", "code"],
                name="unit_code",
                violation_error_message="该楼栋已有此房屋代码",
            ),
            one_of("unit", "kind", KINDS),
            one_of("unit", "area_source", AREA_SOURCES),
            not_negative("unit", "area", "area_with_share"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """3号楼4单元301, as papers write it."""
        entrance = f"{self.entrance.number}单元" if self.entrance else ""
        return f"{self.building}{entrance}{self.room}"

    @property
    def area_code(self) -> str:
        """The community's scope."""
        return self.building.community.area_code


class Owner(models.Model):
    """A natural or legal person; the same only where the keyed digest of its number is the same.

    Names, phones and numbers are ciphertext; digests allow exact look-up; masks are what most see.
    """

    kind = models.CharField(
        "类别", max_length=10, choices=[("person", "自然人"), ("company", "法人")], default="person"
    )
    name = EncryptedText("姓名（名称）")
    name_digest = models.CharField(max_length=64, db_index=True, editable=False)
    name_masked = models.CharField("姓名（掩码）", max_length=100, editable=False)
    phone = EncryptedText("手机", blank=True, default="")
    phone_digest = models.CharField(max_length=64, db_index=True, blank=True, editable=False)
    phone_masked = models.CharField("手机（掩码）", max_length=20, blank=True, editable=False)
    number = EncryptedText("证件号", blank=True, default="")
    number_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "业主"
        constraints: ClassVar = [
            one_of("owner", "kind", ["person", "company"]),
            models.UniqueConstraint(
                fields=["number_digest"],
                condition=~Q(number_digest=""),
                name="owner_number_digest",
                violation_error_message="该证件号已登记",
            ),
        ]

    def __str__(self) -> str:
        return self.name_masked


class Ownership(models.Model):
    """One owner's part in one unit from a day on; `share` is 1/2, "" for joint or sole owners."""

    unit = models.ForeignKey(ExclusiveUnit, models.CASCADE, related_name="ownerships")
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="ownerships")
    share = models.CharField("份额", max_length=20, blank=True)
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "产权"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "owner"],
                condition=Q(ends_on__isnull=True),
                name="ownership_live",
                violation_error_message="该业主已登记为此房产权人",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.owner_id}"

"""Administrative areas by code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from accounts.querysets import ScopedQuerySet
from common.area_codes import LEVELS
from common.constraints import in_order, one_of

if TYPE_CHECKING:
    from accounts.models import User

LEVEL_LABELS = {
    "province": "省",
    "city": "市",
    "district": "县（市、区）",
    "street": "街道（乡镇）",
    "neighbourhood": "社区（村）",
}


class AreaQuerySet(ScopedQuerySet):
    """Areas in scope are those inside the person's places."""

    def visible_to(self, user: User) -> Self:
        """Inside the person's places."""
        return self.filter(user.access.scope("code"))

    def streets_of(self, code: str) -> AreaQuerySet:
        """Streets and towns inside a place."""
        return self.filter(level="street", code__startswith=code)


class Area(models.Model):
    """A place with its code; codes are never reused, a merger names the successor with its date."""

    code = models.CharField("代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("级别", max_length=15, choices=list(LEVEL_LABELS.items()))
    official = models.BooleanField("国家统一代码", default=True)
    source = models.CharField("代码来源", max_length=200)
    starts_on = models.DateField("启用日", null=True, blank=True)
    ends_on = models.DateField("停用日", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="继任"
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区划"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            one_of("area", "level", LEVELS.values()),
            in_order("area", "starts_on", "ends_on"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def area_code(self) -> str:
        """Its own code, so that `require` can be asked on it."""
        return self.code

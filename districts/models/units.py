"""Responsible units (责任单位): who leads and who supports a step."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.querysets import ScopedQuerySet
from common.constraints import one_of

KINDS = {
    "bureau": "住建部门",
    "street": "街道（乡镇）",
    "neighbourhood": "社区",
    "department": "部门",
    "utility": "专营单位",
    "finance": "财政部门",
    "government": "政府",
    "contractor": "参建单位",
    "owners": "业主组织",
}


class ResponsibleUnit(models.Model):
    """An office, utility or body of a place; assignments and steps name it by `code`."""

    code = models.CharField("单位代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("简称", max_length=30)
    kind = models.CharField("类别", max_length=15, choices=list(KINDS.items()))
    area_code = models.CharField("区划代码", max_length=12, db_index=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "责任单位"
        ordering: ClassVar = ["area_code", "code"]
        constraints: ClassVar = [one_of("responsible_unit", "kind", KINDS)]

    def __str__(self) -> str:
        return self.short_name

"""Sources of money (资金来源), the statistical list that every return uses."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from common.constraints import one_of

KINDS = {
    "central_fiscal": "中央财政补助",
    "central_budget": "中央预算内投资",
    "province": "省级补助",
    "city": "市级补助",
    "district": "县（市、区）财政",
    "bond": "专项债券",
    "utility": "专营单位",
    "residents": "居民出资",
    "former_owner": "原产权单位",
    "social": "社会资金",
    "other": "其他",
}


class Source(models.Model):
    """One source of one place; `payer` is the kind of payer in the policy that it stands for."""

    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    kind = models.CharField("类别", max_length=20, choices=list(KINDS.items()))
    name = models.CharField("名称", max_length=60)
    payer = models.CharField("出资方类别", max_length=10)
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "资金来源"
        ordering: ClassVar = ["area_code", "position"]
        constraints: ClassVar = [
            one_of("source", "kind", KINDS),
            models.UniqueConstraint(fields=["area_code", "kind", "name"], name="source_name"),
        ]

    def __str__(self) -> str:
        return self.name

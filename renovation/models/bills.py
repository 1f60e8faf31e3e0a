"""The bill of quantities (工程量清单) of a project: what is built, how much, at which price."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.querysets import ProjectScopedQuerySet
from common.constraints import not_negative
from common.fields import MoneyField
from renovation.models.projects import Project


class BillItem(models.Model):
    """One item of the bill, as last taken in; `key` is its code, else its name, in its section.

    `quantity` in `unit`, `unit_price` in 元 per unit, `amount` in 元 as the bill states it.
    `imported` holds what the last import said, as text by column, with upload, sheet and row.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="bill_items")
    position = models.PositiveIntegerField("序号")
    key = models.CharField("识别", max_length=200)
    section = models.CharField("分部（楼栋）", max_length=60, blank=True)
    code = models.CharField("项目编码", max_length=30, blank=True)
    name = models.CharField("项目名称", max_length=120)
    feature = models.CharField("项目特征", max_length=500, blank=True)
    unit = models.CharField("计量单位", max_length=20)
    quantity = models.DecimalField("工程量", max_digits=16, decimal_places=3)
    unit_price = models.DecimalField("综合单价", max_digits=16, decimal_places=4)
    amount = MoneyField("合价")
    content = models.CharField("改造内容", max_length=120, blank=True)
    payer = models.CharField("承担单位", max_length=80, blank=True)
    imported = models.JSONField("上次导入值", default=dict)
    upload_id = models.BigIntegerField("导入编号", null=True, blank=True)
    sheet = models.CharField("工作表", max_length=60, blank=True)
    row = models.PositiveIntegerField("行", null=True, blank=True)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工程量清单项"
        ordering: ClassVar = ["project", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "key"],
                name="bill_item_key",
                violation_error_message="清单中已有这一项",
            ),
            not_negative("bill_item", "quantity", "unit_price", "amount"),
        ]

    def __str__(self) -> str:
        return self.name

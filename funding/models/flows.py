"""Money of a project by source: allocated, received, paid. Append-only; corrections reverse.

A reversal repeats the amount of what it reverses and counts against it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.querysets import ProjectScopedQuerySet
from common.constraints import one_of
from common.fields import MoneyField
from funding.models.sources import Source
from renovation.models import Project

PURPOSES = {
    "works": "工程款",
    "preliminary": "前期费用",
    "supervision": "监理及其他",
}


class Booking(models.Model):
    """What allocations, receipts and payments share. `repeat` counts reversed ones before it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="%(class)ss")
    source = models.ForeignKey(Source, models.PROTECT, related_name="%(class)ss")
    amount = MoneyField("金额")
    repeat = models.PositiveSmallIntegerField("重登次数", default=0)
    reason = models.CharField("事由", max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    booked_at = models.DateTimeField("登记时间")
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["project", "pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.amount}"

    def repeated(self) -> dict[str, Any]:
        """The columns that a reversal of this row repeats."""
        own = {"id", "reverses_id", "reason", "booked_at", "booked_by_id"}
        names = [field.attname for field in self._meta.concrete_fields]
        return {name: getattr(self, name) for name in names if name not in own}


def _sound(table: str, *key: str) -> list[models.BaseConstraint]:
    """Amounts above zero, no reversal of itself, and a live voucher (or document) booked once."""
    return [
        models.CheckConstraint(
            condition=Q(amount__gt=0),
            name=f"{table}_amount_positive",
            violation_error_message="金额须大于零",
        ),
        models.CheckConstraint(
            condition=Q(reverses__isnull=True) | (~Q(reverses=F("id")) & ~Q(reason="")),
            name=f"{table}_reversal_sound",
            violation_error_message="冲正须写明事由，且不能冲正自己",
        ),
        models.UniqueConstraint(
            fields=[*key, "repeat"],
            condition=Q(reverses__isnull=True),
            name=f"{table}_booked_once",
            violation_error_message="这张凭证（文件）已经登记",
        ),
    ]


class Allocation(Booking):
    """Money promised to a project from a source (计划、下达)."""

    document_no = models.CharField("文号", max_length=60)
    allocated_on = models.DateField("下达日")

    class Meta(Booking.Meta):
        verbose_name = verbose_name_plural = "下达"
        constraints: ClassVar = _sound("allocation", "project", "source", "document_no")


class Receipt(Booking):
    """Money that arrived from a source (到位); residents' money is booked in their ledger."""

    voucher = models.CharField("凭证号", max_length=60)
    received_on = models.DateField("到位日")

    class Meta(Booking.Meta):
        verbose_name = verbose_name_plural = "到位"
        constraints: ClassVar = _sound("receipt", "project", "source", "voucher")


class Payment(Booking):
    """Money that left for a purpose (支付), out of what a source had brought."""

    purpose = models.CharField("用途", max_length=15, choices=list(PURPOSES.items()))
    payee = models.CharField("收款单位", max_length=100)
    voucher = models.CharField("凭证号", max_length=60)
    paid_on = models.DateField("支付日")

    class Meta(Booking.Meta):
        verbose_name = verbose_name_plural = "支付"
        constraints: ClassVar = [
            one_of("payment", "purpose", PURPOSES),
            *_sound("payment", "project", "voucher"),
        ]

    def __str__(self) -> str:
        return f"{self.payee} {self.amount}"

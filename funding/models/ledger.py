"""The residents' ledger: what each unit paid, by channel. Append-only; corrections reverse."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.querysets import ProjectScopedQuerySet
from common.constraints import one_of
from common.fields import MoneyField
from districts.models import ExclusiveUnit
from renovation.models import Project

CHANNELS = {
    "bank": "银行转账",
    "cash": "现金",
    "fund": "维修资金",
    "income": "公共收益",
    "mobile": "移动支付",
}
KINDS = {"payment": "缴款", "refund": "退款", "reversal": "冲正"}


class LedgerEntry(models.Model):
    """One entry. `amount` is always positive; `direction` says which way it counts.

    `repeat` counts the reversed entries under the same voucher before this one, so that a voucher
    booked wrongly can be booked again, and a live one cannot be booked twice.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="ledger")
    unit = models.ForeignKey(ExclusiveUnit, models.PROTECT, related_name="ledger")
    kind = models.CharField("类别", max_length=10, choices=list(KINDS.items()), default="payment")
    channel = models.CharField("渠道", max_length=10, choices=list(CHANNELS.items()))
    amount = MoneyField("金额")
    direction = models.SmallIntegerField("方向", default=1)
    paid_on = models.DateField("缴款日")
    voucher = models.CharField("凭证号", max_length=60)
    repeat = models.PositiveSmallIntegerField("重登次数", default=0)
    payer = models.CharField("缴款人（掩码）", max_length=60, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    reason = models.CharField("事由", max_length=200, blank=True)
    booked_at = models.DateTimeField("登记时间")
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "居民台账"
        ordering: ClassVar = ["project", "-paid_on", "-pk"]
        constraints: ClassVar = [
            one_of("ledger", "kind", KINDS),
            one_of("ledger", "channel", CHANNELS),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="ledger_amount_positive",
                violation_error_message="金额须大于零",
            ),
            models.CheckConstraint(
                condition=Q(kind="payment", direction=1)
                | Q(kind="refund", direction=-1)
                | Q(kind="reversal", direction__in=[1, -1]),
                name="ledger_direction",
                violation_error_message="类别与方向不符",
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False)
                | (~Q(kind="reversal") & Q(reverses__isnull=True)),
                name="ledger_reversal_names_entry",
                violation_error_message="冲正须指明被冲正的一笔",
            ),
            models.CheckConstraint(
                condition=Q(kind="payment") | ~Q(reason=""),
                name="ledger_reason",
                violation_error_message="退款和冲正须写明事由",
            ),
            models.UniqueConstraint(
                fields=["project", "voucher", "unit", "kind", "repeat"],
                condition=~Q(kind="reversal"),
                name="ledger_voucher",
                violation_error_message="这张凭证已经登记",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reverses=F("id")),
                name="ledger_not_own_reversal",
                violation_error_message="不能冲正自己",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "unit"], name="ledger_project_unit")]

    def __str__(self) -> str:
        return f"{self.voucher} {self.amount}"

    @property
    def signed(self) -> Decimal:
        """What the entry adds to the household's account, in 元."""
        return self.amount * self.direction

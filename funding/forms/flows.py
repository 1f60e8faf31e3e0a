"""Money of the sources: allocated, arrived, spent, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from funding.forms.fields import day, money, words
from funding.models import Source
from funding.models.flows import PURPOSES


class ReasonForm(forms.Form):
    """Why a booking is taken back."""

    reason = forms.CharField(label="说明", max_length=200)


class BookingForm(forms.Form):
    """What every booking of a source has; `sources` are those of the project's district."""

    source = forms.ModelChoiceField(
        label="资金来源", queryset=Source.objects.none(), empty_label="请选择"
    )
    amount = money("金额")

    def __init__(self, *args: Any, sources: Iterable[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [row.pk for row in sources]
        self.fields["source"].queryset = Source.objects.filter(pk__in=keys)  # type: ignore[attr-defined]


class AllocationForm(BookingForm):
    """下达."""

    document_no = words("下达文号", 60)
    allocated_on = day("下达日")


class ReceiptForm(BookingForm):
    """到位."""

    voucher = words("凭证号", 60)
    received_on = day("到位日")


class SpendingForm(BookingForm):
    """支付."""

    purpose = forms.ChoiceField(label="用途", choices=list(PURPOSES.items()))
    payee = words("收款单位", 100)
    voucher = words("凭证号", 60)
    paid_on = day("支付日")

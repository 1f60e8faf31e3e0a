"""Shapes of what is typed about money; whether it may be booked, the services decide."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from funding.models import Source
from funding.models.flows import PURPOSES
from funding.models.ledger import CHANNELS
from renovation.models import ContentItem


def money(label: str, **options: Any) -> forms.DecimalField:
    """元 with two places."""
    options.setdefault("min_value", Decimal("0.01"))
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})
    return forms.DecimalField(
        label=label, max_digits=14, decimal_places=2, widget=widget, **options
    )


def day(label: str) -> forms.DateField:
    """A native date input."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def words(label: str, length: int, **options: Any) -> forms.CharField:
    """One line of text without the browser's own suggestions."""
    attrs = {"autocomplete": "off", **options.pop("attrs", {})}
    return forms.CharField(
        label=label, max_length=length, widget=forms.TextInput(attrs=attrs), **options
    )


class PaymentForm(forms.Form):
    """One household's payment, in the order the fingers go: room, amount, voucher."""

    room = words(
        "房号",
        40,
        help_text="楼-单元-室，如 3-4-301",
        attrs={"data-room": ""},
    )
    amount = money("金额")
    voucher = words("凭证号", 60)
    channel = forms.ChoiceField(label="渠道", choices=list(CHANNELS.items()), initial="bank")
    paid_on = day("缴款日")
    payer = words("缴款人", 60, required=False, help_text="只存掩码")
    joint = forms.BooleanField(label="一张凭证合缴多户", required=False)


class ReasonForm(forms.Form):
    """Why a booking is taken back."""

    reason = forms.CharField(label="说明", max_length=200)


class RefundForm(forms.Form):
    """Money going back to a household."""

    amount = money("退款金额")
    voucher = words("凭证号", 60)
    channel = forms.ChoiceField(label="渠道", choices=list(CHANNELS.items()), initial="bank")
    paid_on = day("退款日")
    reason = words("事由", 200)


class EstimateForm(forms.Form):
    """What a person adds to the contents and the register before an estimate."""

    social = money("社会资金", min_value=Decimal("0.00"), initial=Decimal("0.00"))
    social_source = words(
        "社会资金来自", 60, required=False, help_text="协议或单位，如充电设施运营协议"
    )
    garage_area = forms.DecimalField(
        label="新设计计入的车库面积",
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.00"),
        initial=Decimal("0.00"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}),
    )
    area = forms.DecimalField(
        label="核定建筑面积",
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
        help_text="与户册不一致、以许可证为准时填写",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}),
    )
    area_source = words("核定面积的依据", 80, required=False)
    reason = words("本次测算的事由", 200, required=False)

    def clean(self) -> dict[str, Any]:
        """An area of one's own needs its paper."""
        values = super().clean() or {}
        if values.get("area") is not None and not values.get("area_source", "").strip():
            self.add_error("area_source", "填了核定面积，请写明依据的证件或文号")
        if values.get("social") and not values.get("social_source", "").strip():
            self.add_error("social_source", "填了社会资金，请写明来自哪一协议或单位")
        return values


class DueForm(forms.Form):
    """The due sum follows the confirmed estimate; only the reason is typed."""

    reason = words("本次测算的事由", 200, required=False)


class FinalForm(EstimateForm):
    """The final account's figure of every content."""

    document_no = words("决算文号", 60)

    def __init__(self, *args: Any, contents: Iterable[ContentItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contents = list(contents)
        for row in self.contents:
            self.fields[f"cost-{row.key}"] = money(row.name, min_value=Decimal("0.00"))

    def final_costs(self) -> dict[str, Decimal]:
        """元 by content key, as typed."""
        return {row.key: self.cleaned_data[f"cost-{row.key}"] for row in self.contents}


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

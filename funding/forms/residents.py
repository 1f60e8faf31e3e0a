"""What a household pays and gets back."""

from __future__ import annotations

from django import forms

from funding.forms.fields import day, money, words
from funding.models.ledger import CHANNELS


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


class RefundForm(forms.Form):
    """Money going back to a household."""

    amount = money("退款金额")
    voucher = words("凭证号", 60)
    channel = forms.ChoiceField(label="渠道", choices=list(CHANNELS.items()), initial="bank")
    paid_on = day("退款日")
    reason = words("事由", 200)

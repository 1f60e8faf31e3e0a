"""What a person adds before shares are determined."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from funding.forms.fields import money, words
from renovation.models import ContentItem


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

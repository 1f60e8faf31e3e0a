"""Communities, homes and owners as they are typed."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from districts.models import Area, ExclusiveUnit
from districts.models.homes import AREA_SOURCES, KINDS
from districts.services.home_rows import HomeRow, OwnerRow


def few_lines() -> forms.Textarea:
    """A reason's box."""
    return forms.Textarea(attrs={"rows": 3})


def area_field(label: str, *, required: bool = True) -> forms.DecimalField:
    """An exact number of ㎡."""
    return forms.DecimalField(
        label=f"{label}（㎡）",
        required=required,
        max_digits=14,
        decimal_places=2,
        min_value=0,
    )


class CommunityForm(forms.Form):
    """A new community; the streets are those in the person's scope."""

    name = forms.CharField(label="小区名称", max_length=100)
    street = forms.ModelChoiceField(Area.objects.none(), label="街道", empty_label="请选择")
    address = forms.CharField(label="坐落", max_length=200, required=False)
    built_year = forms.IntegerField(label="建成年份", required=False)
    built_year_proof = forms.CharField(label="建成年份依据", max_length=200, required=False)
    management = forms.CharField(label="现有物业管理", max_length=60, required=False)

    def __init__(self, *args: Any, streets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["street"]).queryset = streets


class AliasForm(forms.Form):
    """Another name."""

    alias = forms.CharField(label="别名", max_length=100)


class OwnersField(forms.CharField):
    """One owner a line: 姓名, 电话, 证件号; a company is marked 法人."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> tuple[OwnerRow, ...]:  # type: ignore[override]
        """Rows in the order of lines; blank lines do not count."""
        rows = []
        for line in (super().to_python(value) or "").splitlines():
            parts = [part.strip() for part in line.replace("，", ",").split(",")]
            if not any(parts):
                continue
            kind = "company" if "法人" in parts else "person"
            name, phone, number = ([p for p in parts if p != "法人"] + ["", "", ""])[:3]
            rows.append(OwnerRow(name=name, phone=phone, number=number, kind=kind))
        return tuple(rows)


_OWNERS_HELP = "每行一人：姓名，电话，证件号。单位在行末加“，法人”。证件号相同才认作同一人。"


class HomeForm(forms.Form):
    """One unit with its owners."""

    building = forms.CharField(label="楼号", max_length=20)
    entrance = forms.CharField(label="单元号", max_length=20, required=False)
    room = forms.CharField(label="室号", max_length=20)
    kind = forms.ChoiceField(label="类别", choices=list(KINDS.items()))
    area = area_field("专有面积")
    area_source = forms.ChoiceField(label="面积依据", choices=list(AREA_SOURCES.items()))
    area_with_share = area_field("含公摊的登记面积", required=False)
    owners = OwnersField(label="业主", required=False, help_text=_OWNERS_HELP)

    def row(self) -> HomeRow:
        """The cleaned values as the service takes them."""
        return HomeRow(**self.cleaned_data)


class CorrectionForm(forms.Form):
    """New values of a unit, with the reason."""

    kind = forms.ChoiceField(label="类别", choices=list(KINDS.items()))
    area = area_field("专有面积")
    area_source = forms.ChoiceField(label="面积依据", choices=list(AREA_SOURCES.items()))
    area_with_share = area_field("含公摊的登记面积", required=False)
    reason = forms.CharField(label="更正原因和依据", max_length=300, widget=few_lines())

    @classmethod
    def initial_of(cls, unit: ExclusiveUnit) -> dict[str, Any]:
        """What the register says now."""
        return {name: getattr(unit, name) for name in cls.base_fields if name != "reason"}


class OwnersForm(forms.Form):
    """Who owns the unit from today on."""

    owners = OwnersField(label="业主", help_text=_OWNERS_HELP)
    reason = forms.CharField(label="变更原因和依据", max_length=300, widget=few_lines())

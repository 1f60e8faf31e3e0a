"""Shapes of what clerks type into the register."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from districts.models import Area, ExclusiveUnit
from districts.models.homes import AREA_SOURCES, KINDS
from districts.rules.editing import Edit, EditField
from districts.services.home_rows import HomeRow, OwnerRow


def _few_lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


def _area(label: str, *, required: bool = True) -> forms.DecimalField:
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
    area = _area("专有面积")
    area_source = forms.ChoiceField(label="面积依据", choices=list(AREA_SOURCES.items()))
    area_with_share = _area("含公摊的登记面积", required=False)
    owners = OwnersField(label="业主", required=False, help_text=_OWNERS_HELP)

    def row(self) -> HomeRow:
        """The cleaned values as the service takes them."""
        return HomeRow(**self.cleaned_data)


class CorrectionForm(forms.Form):
    """New values of a unit, with the reason."""

    kind = forms.ChoiceField(label="类别", choices=list(KINDS.items()))
    area = _area("专有面积")
    area_source = forms.ChoiceField(label="面积依据", choices=list(AREA_SOURCES.items()))
    area_with_share = _area("含公摊的登记面积", required=False)
    reason = forms.CharField(label="更正原因和依据", max_length=300, widget=_few_lines())

    @classmethod
    def initial_of(cls, unit: ExclusiveUnit) -> dict[str, Any]:
        """What the register says now."""
        return {name: getattr(unit, name) for name in cls.base_fields if name != "reason"}


class OwnersForm(forms.Form):
    """Who owns the unit from today on."""

    owners = OwnersField(label="业主", help_text=_OWNERS_HELP)
    reason = forms.CharField(label="变更原因和依据", max_length=300, widget=_few_lines())


_WAYS = [("keep", "不改"), ("set", "改为"), ("clear", "清空")]


class BulkEditForm(forms.Form):
    """For every editable field: keep, set or clear; and the reason."""

    reason = forms.CharField(label="修改原因和依据", max_length=300, widget=_few_lines())

    def __init__(self, *args: Any, edited: tuple[EditField, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edited = edited
        for one in edited:
            ways = _WAYS if one.clearable else _WAYS[:2]
            self.fields[f"{one.name}_way"] = forms.ChoiceField(
                label=one.label, choices=ways, widget=forms.RadioSelect, initial="keep"
            )
            self.fields[one.name] = _typed(one)

    @property
    def lines(self) -> list[tuple[EditField, forms.BoundField, forms.BoundField]]:
        """Field, way and value, for the page to walk through."""
        return [(one, self[f"{one.name}_way"], self[one.name]) for one in self.edited]

    def clean(self) -> dict[str, Any]:
        """A field that is set has a value."""
        values = super().clean() or {}
        for one in self.edited:
            given = values.get(one.name)
            wanted = values.get(f"{one.name}_way") == "set"
            if wanted and given in (None, "") and one.name not in self.errors:
                self.add_error(one.name, f"选了“改为”，请填{one.label}")
        return values

    def edits(self) -> list[Edit]:
        """What the cleaned form asks for; fields that are kept do not appear."""
        values = self.cleaned_data
        found = []
        for one in self.edited:
            way = values[f"{one.name}_way"]
            if way != "keep":
                found.append(Edit(one, values[one.name] if way == "set" else one.empty))
        return found


def _typed(one: EditField) -> forms.Field:
    """The field that takes a value of this kind; bounds are the service's."""
    if one.kind == "choice":
        return forms.ChoiceField(
            label=one.label, choices=[("", "请选择"), *one.options], required=False
        )
    if one.kind == "text":
        return forms.CharField(label=one.label, max_length=one.longest, required=False)
    if one.kind == "area":
        return _area(one.label, required=False)
    return forms.IntegerField(label=one.label, required=False)

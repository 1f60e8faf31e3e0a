"""Shapes of what administrators and persons type; rules stand in the services."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django import forms

from accounts.permissions import ROLE_LABELS, Role
from accounts.places import place_names

_ROLES = [("", "请选择"), *((role.value, ROLE_LABELS[role]) for role in Role)]


def _day(label: str, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"})
    )


class _RoleForm(forms.Form):
    """A role at one of the places `within` which the administrator gives roles."""

    role = forms.ChoiceField(label="角色", choices=_ROLES)
    area_code = forms.ChoiceField(label="管辖区域", help_text="县（市、区）或其街道、社区")
    unit_code = forms.ChoiceField(label="所属单位", required=False, help_text="部门、专营单位必填")

    def __init__(self, *args: Any, within: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = place_names()
        for key, rows, nothing in (
            ("area_code", known.areas_below(within), "请选择"),
            ("unit_code", known.units_below(within), "不限单位"),
        ):
            field = cast("forms.ChoiceField", self.fields[key])
            field.choices = [("", nothing), *((code, f"{name}　{code}") for code, name in rows)]

    def clean_role(self) -> Role:
        """As the enum."""
        return Role(self.cleaned_data["role"])


class AssignmentForm(_RoleForm):
    """A role at a place, from a day and perhaps to one."""

    starts_on = _day("生效日", required=False)
    ends_on = _day("截止日", required=False)


class AccountForm(_RoleForm):
    """A new person with a first role."""

    username = forms.CharField(label="账号", max_length=60)
    display_name = forms.CharField(label="姓名", max_length=60)
    position = forms.CharField(label="岗位", max_length=60, required=False)

    field_order = ("username", "display_name", "position", "role", "area_code", "unit_code")


class CodeForm(forms.Form):
    """The six digits that the authenticator shows."""

    code = forms.RegexField(
        r"^\d{6}$",
        label="动态口令",
        error_messages={"invalid": "请填 6 位数字"},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "6"}
        ),
    )

    def clean_code(self) -> int:
        """As the number that the device compares."""
        value: Any = self.cleaned_data["code"]
        return int(value)

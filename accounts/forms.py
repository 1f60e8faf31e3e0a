"""Shapes of what administrators and persons type; rules stand in the services."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.permissions import ROLE_LABELS, Role

_ROLES = [("", "请选择"), *((role.value, ROLE_LABELS[role]) for role in Role)]


def _day(label: str, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"})
    )


class AssignmentForm(forms.Form):
    """A role at a place."""

    role = forms.ChoiceField(label="角色", choices=_ROLES)
    area_code = forms.CharField(
        label="区划代码", max_length=12, help_text="如 370724（全县）、370724001（街道）"
    )
    unit_code = forms.CharField(
        label="单位代码", max_length=40, required=False, help_text="部门、专营单位必填"
    )
    starts_on = _day("生效日", required=False)
    ends_on = _day("截止日", required=False)

    def clean_role(self) -> Role:
        """As the enum."""
        return Role(self.cleaned_data["role"])


class AccountForm(forms.Form):
    """A new person with a first role."""

    username = forms.CharField(label="账号", max_length=60)
    display_name = forms.CharField(label="姓名", max_length=60)
    position = forms.CharField(label="岗位", max_length=60, required=False)
    role = forms.ChoiceField(label="角色", choices=_ROLES)
    area_code = forms.CharField(
        label="区划代码", max_length=12, help_text="如 370724（全县）、370724001（街道）"
    )
    unit_code = forms.CharField(
        label="单位代码", max_length=40, required=False, help_text="部门、专营单位必填"
    )

    def clean_role(self) -> Role:
        """As the enum."""
        return Role(self.cleaned_data["role"])


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

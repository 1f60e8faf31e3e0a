"""Forms of a version's life: files, units, retirement."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from districts.models import ResponsibleUnit
from policies.models import PolicyVersion
from policies.selectors.governing import policy_of
from policies.selectors.readiness import suggested_units

MEGABYTE = 1024 * 1024


class FilesForm(forms.Form):
    """A policy file and its worked cases."""

    policy_file = forms.FileField(label="政策文件", help_text="policy.yaml，UTF-8，不超过 1 MB")
    cases_file = forms.FileField(label="算例文件", help_text="cases.yaml，UTF-8，不超过 1 MB")

    def clean_policy_file(self) -> str:
        """The text of the policy file."""
        return self._text("policy_file")

    def clean_cases_file(self) -> str:
        """The text of the cases file."""
        return self._text("cases_file")

    def _text(self, name: str) -> str:
        upload = self.cleaned_data[name]
        if upload.size > MEGABYTE:
            raise forms.ValidationError("文件超过 1 MB，政策文件不会这么大，请核对。")
        try:
            text: str = upload.read().decode("utf-8")
        except UnicodeDecodeError as error:
            raise forms.ValidationError("不是 UTF-8 文本文件，请另存为 UTF-8 后再选。") from error
        return text


class UnitsForm(forms.Form):
    """One choice of a responsible unit per unit key."""

    def __init__(self, *args: Any, version: PolicyVersion, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = ResponsibleUnit.objects.visible_to(by).order_by("area_code", "code")
        choices = [("", "（未对应）"), *((unit.code, unit.name) for unit in units)]
        bound = dict(version.bindings.values_list("unit_key", "unit__code"))
        proposed = suggested_units(version)
        for unit in policy_of(version).units:
            if unit.bound:
                self.fields[unit.key] = forms.ChoiceField(
                    label=unit.name,
                    choices=choices,
                    required=False,
                    help_text=unit.duty,
                    initial=bound.get(unit.key) or proposed.get(unit.key, ""),
                )


class RetireForm(forms.Form):
    """The last day in force and why."""

    last_day = forms.DateField(
        label="末日",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="该日及以前的事项仍按本版",
    )
    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

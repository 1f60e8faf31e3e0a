"""Many rows at once, as a form."""

from __future__ import annotations

from typing import Any

from django import forms

from districts.forms.register import area_field, few_lines
from districts.rules.editing import Edit, EditField

_WAYS = [("keep", "不改"), ("set", "改为"), ("clear", "清空")]


class BulkEditForm(forms.Form):
    """For every editable field: keep, set or clear; and the reason."""

    reason = forms.CharField(label="修改原因和依据", max_length=300, widget=few_lines())

    def __init__(self, *args: Any, edited: tuple[EditField, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edited = edited
        for one in edited:
            ways = _WAYS if one.clearable else _WAYS[:2]
            self.fields[f"{one.name}_way"] = forms.ChoiceField(
                label=one.label, choices=ways, widget=forms.RadioSelect, initial="keep"
            )
            self.fields[one.name] = _typed(one)
            self.fields[one.name].widget.attrs["aria-label"] = f"{one.label}改为"

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
        return area_field(one.label, required=False)
    return forms.IntegerField(label=one.label, required=False)

"""A standard as a form: each item met, not met, or not looked at."""

from __future__ import annotations

from typing import Any

from django import forms

from policies.rules.checklists import MARKS
from policies.rules.model import ChecklistItem
from renovation.forms.work import DateInput
from renovation.models import ChecklistMark
from renovation.selectors.checklists import Checked

CHOICES = [("", MARKS[None]), ("true", MARKS[True]), ("false", MARKS[False])]


class ChecklistForm(forms.Form):
    """The day, a remark, and a choice per item that starts as it was last marked."""

    seen_on = forms.DateField(label="检查日", widget=DateInput())
    remark = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, checked: Checked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checked = checked
        for item in checked.rule.items:
            last = checked.marks.get(item.key)
            self.fields[f"item:{item.key}"] = forms.ChoiceField(
                label=item.name,
                choices=CHOICES[1:] if last else CHOICES,
                required=False,
                initial=("true" if last.met else "false") if last else "",
                widget=forms.Select(attrs={"class": "form-select", "aria-label": item.name}),
            )

    def marks(self) -> dict[str, bool]:
        """Item key → met, of the items that were chosen."""
        chosen = {
            item.key: self.cleaned_data[f"item:{item.key}"] for item in self.checked.rule.items
        }
        return {key: value == "true" for key, value in chosen.items() if value}

    def rows(self) -> list[tuple[ChecklistItem, ChecklistMark | None, forms.BoundField]]:
        """Items with their last mark and their field."""
        return [
            (item, self.checked.marks.get(item.key), self[f"item:{item.key}"])
            for item in self.checked.rule.items
        ]

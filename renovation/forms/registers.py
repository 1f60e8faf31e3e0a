"""Rows of a register as forms: the columns that the scheme names."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django import forms

from accounts.models import User
from common.names import NOT_KEPT, of_persons
from policies.rules.registers import Register
from policies.rules.vocabulary import Lifecycle
from renovation.forms.work import day, text
from renovation.models import Project
from renovation.rules.registers import LONGEST


def _until(rule: Register) -> str:
    """What holds when nothing is filled in."""
    if rule.within:
        return f"不填的，按方案自登记的日期起 {rule.within} 日。"
    return "方案没有写期限；需要提醒的填写。"


class RowForm(forms.Form):
    """The day, the project if it is about one, and each column."""

    happened_on = day("日期")
    project = forms.ModelChoiceField(
        Project.objects.none(), label="项目", required=False, empty_label="不限于一个项目"
    )

    def __init__(self, *args: Any, rule: Register, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Project.objects.visible_to(person).exclude(state=Lifecycle.WITHDRAWN)
        self.fields["project"].queryset = rows.order_by("sort_key")  # type: ignore[attr-defined]
        self.columns = rule.columns
        for number, name in enumerate(rule.columns):
            attrs = NOT_KEPT if of_persons(name) else {}
            self.fields[f"column-{number}"] = forms.CharField(
                label=name,
                max_length=LONGEST,
                required=False,
                widget=forms.TextInput(attrs=attrs),
            )
        self.fields["due_on"] = day("限办日", required=False)
        self.fields["due_on"].help_text = _until(rule)

    def values(self) -> dict[str, str]:
        """Text by column."""
        return {
            name: self.cleaned_data[f"column-{number}"] for number, name in enumerate(self.columns)
        }


class CorrectRowForm(RowForm):
    """The same with the reason; the columns `unshown` stay as they are where left blank."""

    def __init__(self, *args: Any, unshown: Container[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(self.columns):
            if name in unshown:
                self.fields[f"column-{number}"].help_text = "不填则不变"
        self.fields["reason"] = text("更正原因", 200, rows=2)


class CloseRowForm(forms.Form):
    """办结."""

    outcome = text("处理结果", 300)
    closed_on = day("办结日")

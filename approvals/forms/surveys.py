"""Shapes of what is typed about satisfaction surveys."""

from __future__ import annotations

from typing import Any

from django import forms

from approvals.forms.rounds import day_input
from approvals.models import Survey
from approvals.rules.survey_groups import groups
from approvals.rules.surveys import AGES, MARKS, WILLING, Slip
from approvals.selectors.printing_surveys import group_words

_MARKS = [("", "未答"), *((str(value), f"{value} {name}") for value, name in MARKS.items())]


class OpenSurveyForm(forms.Form):
    """A survey."""

    title = forms.CharField(label="标题", max_length=100, initial="改造满意度调查")
    size = forms.IntegerField(label="发出份数", min_value=1, help_text="至少 5 份。")
    closes_on = forms.DateField(label="截止日", widget=day_input())


class SlipForm(forms.Form):
    """A slip as it came back."""

    building = forms.ChoiceField(label="楼栋", help_text="抽中不足 5 户的楼合并，免得认出是谁。")

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey
        self.fields["building"].choices = [  # type: ignore[attr-defined]
            ("", "请选择"),
            *((one.name, group_words(one)) for one in groups(survey.sample)),
        ]
        for key, name in survey.items.items():
            self.fields[f"mark:{key}"] = forms.ChoiceField(
                label=name, choices=_MARKS, required=False
            )
        self.fields["overall"] = forms.ChoiceField(
            label="总体评价", choices=[("", "请选择"), *_MARKS[1:]]
        )
        self.fields["willing"] = forms.ChoiceField(
            label="是否愿意缴纳物业费", choices=list(WILLING.items()), required=False
        )
        self.fields["age"] = forms.ChoiceField(
            label="年龄段", choices=list(AGES.items()), required=False
        )
        self.fields["remark"] = forms.CharField(
            label="意见和建议",
            max_length=300,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def slip(self) -> Slip:
        """What was filled in."""
        given = self.cleaned_data
        marks = {
            key: int(given[f"mark:{key}"]) for key in self.survey.items if given[f"mark:{key}"]
        }
        return Slip(given["building"], marks, int(given["overall"]), given["willing"])

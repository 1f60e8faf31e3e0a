"""Clusters and investment projects: what people type about them."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from policies.rules.vocabulary import Lifecycle
from renovation.models import Project
from renovation.models.groups import GROUP_KINDS


class GroupForm(forms.Form):
    """组团连片、投资项目."""

    kind = forms.ChoiceField(label="类别", choices=list(GROUP_KINDS.items()))
    name = forms.CharField(label="名称", max_length=100)
    code = forms.CharField(label="项目代码或编号", max_length=60, required=False)
    first_year = forms.IntegerField(label="起始年度", min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label="截止年度", min_value=2000, max_value=2100)
    document_no = forms.CharField(label="批准文号", max_length=60)
    buildings = forms.IntegerField(label="批准的楼栋数", min_value=0, required=False)
    households = forms.IntegerField(label="批准的户数", min_value=0, required=False)
    floor_area = forms.DecimalField(
        label="批准的建筑面积（㎡）", min_value=0, max_digits=14, decimal_places=2, required=False
    )
    investment = forms.DecimalField(
        label="批准的总投资（元）", min_value=0, max_digits=16, decimal_places=2, required=False
    )
    projects = forms.ModelMultipleChoiceField(
        Project.objects.none(),
        label="所含项目",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, area_code: str, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Project.objects.visible_to(person).within(area_code)
        rows = rows.exclude(state=Lifecycle.WITHDRAWN).order_by("year", "sort_key")
        self.fields["projects"].queryset = rows  # type: ignore[attr-defined]

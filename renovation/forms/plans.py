"""Adjusting an issued plan, carrying lines over: shapes of what people type."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import User
from policies.rules.vocabulary import Lifecycle
from renovation.forms.work import day, text
from renovation.models import Plan, PlanLine, Project
from renovation.rules.baseline import Figures
from renovation.rules.splitting import Part
from renovation.services.plan_entries import Paper

_PART_FIELDS = 4
_APART = re.compile(r"[\s,，、;；]+")
_BEGUN = (
    Lifecycle.IN_WORKS,
    Lifecycle.COMPLETED,
    Lifecycle.ACCEPTED,
    Lifecycle.HANDED_OVER,
    Lifecycle.CLOSED,
    Lifecycle.WITHDRAWN,
)
_OVER = (Lifecycle.ACCEPTED, Lifecycle.HANDED_OVER, Lifecycle.CLOSED, Lifecycle.WITHDRAWN)


class LineChoice(forms.ModelChoiceField):
    """A line of a plan, told by the project's name and its figures."""

    def label_from_instance(self, obj: Any) -> str:
        """金鑫苑（城关街道，3 栋 96 户）."""
        return _line_words(obj)


class LinesChoice(forms.ModelMultipleChoiceField):
    """Several lines of a plan."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """See `LineChoice`."""
        return _line_words(obj)


def _line_words(line: PlanLine) -> str:
    project = line.project
    street = project.community.street.name
    return f"{project.name}（{street}，{line.buildings} 栋 {line.households} 户）"


class PaperForm(forms.Form):
    """What every adjustment needs: the plan it is about, the document, the reason."""

    def __init__(self, *args: Any, plan: Plan, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.person = plan, person
        rows = plan.lines.visible_to(person).select_related("project__community__street")
        self.standing = rows.exclude(households=0).order_by("position")
        self.fields["document_no"] = forms.CharField(label="依据文号", max_length=60)
        self.fields["dated_on"] = day("文件日期", required=False)
        self.fields["reason"] = text("原因", 300, rows=2)
        self.choose()

    def choose(self) -> None:
        """Narrow the choices to this plan."""

    def paper(self) -> Paper:
        """The document as typed."""
        given = self.cleaned_data
        return Paper(given["document_no"], given["reason"], given["dated_on"])


class _Extent(PaperForm):
    buildings = forms.IntegerField(label="楼栋数", min_value=1)
    households = forms.IntegerField(label="户数", min_value=1)
    floor_area = forms.DecimalField(label="建筑面积（㎡）", max_digits=14, decimal_places=2)

    def figures(self) -> Figures:
        """栋, 户 and ㎡ as typed."""
        given = self.cleaned_data
        return Figures(given["buildings"], given["households"], given["floor_area"])


class AdditionForm(_Extent):
    """追加."""

    field_order = ("project", "buildings", "households", "floor_area")
    project = forms.ModelChoiceField(
        Project.objects.none(), label="追加的项目", empty_label="请选择"
    )

    def choose(self) -> None:
        """Projects of the place that have not begun and are not in the plan."""
        inside = self.standing.values("project")
        rows = Project.objects.visible_to(self.person).within(self.plan.area_code)
        rows = rows.exclude(pk__in=inside).exclude(state__in=_BEGUN)
        self.fields["project"].queryset = rows.order_by("sort_key")  # type: ignore[attr-defined]


class WithdrawalForm(PaperForm):
    """退出."""

    lines = LinesChoice(PlanLine.objects.none(), label="退出的项目")
    end_projects = forms.BooleanField(label="项目一并终止，以后年度不再列入", required=False)

    def choose(self) -> None:
        """The lines still in the plan."""
        self.fields["lines"].queryset = self.standing  # type: ignore[attr-defined]


class SplitForm(PaperForm):
    """拆分: one part on each line of the text."""

    line = LineChoice(PlanLine.objects.none(), label="拆分的项目", empty_label="请选择")
    parts = forms.CharField(
        label="拆成",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每行一部分：名称 楼栋数 户数 建筑面积，如“金鑫苑南区 3 96 8460.50”；"
        "合计须与原数相符",
    )

    def choose(self) -> None:
        """The lines still in the plan."""
        self.fields["line"].queryset = self.standing  # type: ignore[attr-defined]

    def clean_parts(self) -> list[Part]:
        """Every line that cannot be read is named."""
        found, wrong = [], []
        for number, row in enumerate(self.cleaned_data["parts"].splitlines(), 1):
            words = [word for word in _APART.split(row.strip()) if word]
            if not words:
                continue
            try:
                name, buildings, households, area = words
                figures = Figures(int(buildings), int(households), Decimal(area))
            except (ValueError, InvalidOperation):
                wrong.append(f"第 {number} 行应为“名称 楼栋数 户数 建筑面积”，实为“{row.strip()}”")
                continue
            if figures.floor_area != figures.floor_area.quantize(Decimal("0.01")):
                wrong.append(f"第 {number} 行的建筑面积最多两位小数")
            found.append(Part(name, figures))
        if wrong:
            raise ValidationError(wrong)
        return found


class MergeForm(PaperForm):
    """合并."""

    into = LineChoice(PlanLine.objects.none(), label="并入到", empty_label="请选择")
    others = LinesChoice(PlanLine.objects.none(), label="被并入的项目")

    def choose(self) -> None:
        """The lines still in the plan."""
        for name in ("into", "others"):
            self.fields[name].queryset = self.standing  # type: ignore[attr-defined]


class RenameForm(PaperForm):
    """更名."""

    line = LineChoice(PlanLine.objects.none(), label="项目", empty_label="请选择")
    name = forms.CharField(label="新的名称", max_length=100)

    def choose(self) -> None:
        """The lines still in the plan."""
        self.fields["line"].queryset = self.standing  # type: ignore[attr-defined]


class RevisionForm(_Extent):
    """更正."""

    field_order = ("line", "buildings", "households", "floor_area")
    line = LineChoice(PlanLine.objects.none(), label="项目", empty_label="请选择")

    def choose(self) -> None:
        """The lines still in the plan."""
        self.fields["line"].queryset = self.standing  # type: ignore[attr-defined]


class CarryForm(forms.Form):
    """结转: unfinished lines of earlier plans."""

    lines = LinesChoice(PlanLine.objects.none(), label="以前年度未完成的项目")
    due_on = day("完成期限")
    document_no = forms.CharField(label="依据文号", max_length=60)

    def __init__(self, *args: Any, plan: Plan, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = PlanLine.objects.visible_to(person).filter(
            plan__year__lt=plan.year, project__area_code__startswith=plan.area_code
        )
        rows = rows.exclude(project__state__in=_OVER).exclude(Q(households=0))
        rows = rows.exclude(carried_to__plan=plan)
        chosen = rows.select_related("project__community__street")
        ordered = chosen.order_by("plan__year", "position")
        self.fields["lines"].queryset = ordered  # type: ignore[attr-defined]

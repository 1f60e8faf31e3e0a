"""Steps, facts, contents and progress: shapes of what people type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from accounts.models import User
from policies.rules.fact_words import FactKind
from policies.rules.model import CatalogueItem
from renovation.models import ContentItem
from renovation.rules.declaring import YES_NO


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def day(label: str, *, required: bool = True) -> forms.DateField:
    """A day, in the browser's own field."""
    return forms.DateField(label=label, required=required, widget=DateInput())


def text(label: str, length: int, *, required: bool = True, rows: int = 3) -> forms.CharField:
    """Several lines of at most `length` characters."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget)


def number(label: str, digits: int) -> forms.DecimalField:
    """A cell of a table that may stay empty."""
    widget = forms.TextInput(
        attrs={"class": "form-control num", "inputmode": "decimal", "size": 12, "aria-label": label}
    )
    return forms.DecimalField(
        label=label, max_digits=digits, decimal_places=2, required=False, widget=widget
    )


class CompleteForm(forms.Form):
    """办结."""

    remark = text("办结说明", 200, required=False, rows=2)


class EvidenceForm(forms.Form):
    """补录佐证: when it was done, by which paper."""

    happened_on = day("办理日期")
    document_no = forms.CharField(label="佐证文件的文号或名称", max_length=60)
    file = forms.FileField(label="佐证文件", required=False)
    remark = text("说明", 100, required=False, rows=2)


class ExtendForm(forms.Form):
    """延期."""

    to_day = day("延至")
    reason = text("延期理由", 300)
    document_no = forms.CharField(label="批准文号", max_length=60, required=False)


class ScheduleForm(forms.Form):
    """下达任务期限."""

    due_on = day("任务期限")
    reason = text("依据或理由", 300)
    document_no = forms.CharField(label="文号", max_length=60, required=False)


class IssueForm(forms.Form):
    """The document that issued a plan, and the days it sets."""

    document_no = forms.CharField(label="印发文号", max_length=60)
    issued_on = day("印发日")
    start_by = day("全部开工期限", required=False)
    accept_by = day("全部验收期限", required=False)


class CandidateForm(forms.Form):
    """A community that asks for renovation before any plan names it."""

    name = forms.CharField(label="项目名称", max_length=100)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    buildings = forms.IntegerField(label="楼栋数", min_value=0)
    households = forms.IntegerField(label="户数", min_value=0)
    floor_area = forms.DecimalField(label="建筑面积（㎡）", max_digits=14, decimal_places=2)


class DocumentForm(forms.Form):
    """A file for one of a step's documents."""

    file = forms.FileField(label="文件")
    document_no = forms.CharField(label="文号", max_length=60, required=False)
    dated_on = day("文件日期", required=False)


class DeclareForm(forms.Form):
    """A fact stated by a person; its field follows the kind of the fact."""

    value: forms.Field = forms.CharField(label="结论", max_length=60)
    reason = text("依据的文件或理由", 200)

    def __init__(self, *args: Any, kind: FactKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.value == "bool":
            yes, no = YES_NO.get(kind.key, ("是", "否"))
            choices = [("true", yes), ("false", no)]
            self.fields["value"] = forms.ChoiceField(
                label="结论", choices=choices, widget=forms.RadioSelect
            )
        elif kind.value == "word":
            self.fields["value"] = forms.ChoiceField(
                label="结论", choices=[*kind.words.items()], widget=forms.RadioSelect
            )
        elif kind.value == "date":
            self.fields["value"] = day("日期")
        elif kind.value == "share":
            self.fields["value"].help_text = "写作 80% 或 4/5"

    def clean_value(self) -> str:
        """As exact text."""
        return str(self.cleaned_data["value"])


class WithdrawForm(forms.Form):
    """退出计划."""

    reason = text("退出理由和依据文件", 300)


class MigrateForm(forms.Form):
    """改用新版."""

    reason = text("改用的理由", 200)
    document_no = forms.CharField(label="批准文号", max_length=60, required=False)


class MigrateBackForm(forms.Form):
    """撤回改用."""

    reason = text("撤回的理由", 200)


class HandlerForm(forms.Form):
    """Who handles the project."""

    handler = forms.ModelChoiceField(queryset=User.objects.none(), label="经办人", required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = people  # type: ignore[attr-defined]


class WorksForm(forms.Form):
    """Progress as of a day, for the whole and for each item of the contents."""

    day = day("截至日")
    percent = forms.DecimalField(label="工程进度", max_digits=5, decimal_places=2)
    remark = text("说明", 300, required=False)
    correct = forms.BooleanField(label="更正上次填报", required=False)

    def __init__(self, *args: Any, contents: Iterable[ContentItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contents = list(contents)
        for item in self.contents:
            self.fields[f"item:{item.key}"] = number(item.name, 5)
            self.fields[f"item:{item.key}"].initial = item.progress

    def parts(self) -> dict[str, Decimal]:
        """Progress by content key, where it was given."""
        values = {item.key: self.cleaned_data[f"item:{item.key}"] for item in self.contents}
        return {key: value for key, value in values.items() if value is not None}

    def rows(self) -> list[tuple[ContentItem, forms.BoundField]]:
        """Items with their fields, for the table."""
        return [(item, self[f"item:{item.key}"]) for item in self.contents]


class ContentsForm(forms.Form):
    """The menu as a form: an item is chosen by ticking it; quantity and estimate beside it."""

    reason = forms.CharField(label="变更理由", max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        items: Iterable[CatalogueItem],
        words: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        self.words = words or {}
        for item in self.items:
            self.fields[f"pick:{item.key}"] = forms.BooleanField(label=item.name, required=False)
            self.fields[f"estimate:{item.key}"] = number(f"{item.name}概算", 14)
            self.fields[f"quantity:{item.key}"] = number(f"{item.name}数量", 12)
            self.fields[f"unit:{item.key}"] = forms.CharField(
                label=f"{item.name}单位",
                required=False,
                max_length=10,
                widget=forms.TextInput(attrs={"class": "form-control", "size": 4}),
            )

    def clean(self) -> dict[str, Any]:
        """A ticked item needs its estimate; an estimate needs its tick."""
        cleaned = super().clean() or {}
        for item in self.items:
            picked, estimate = cleaned.get(f"pick:{item.key}"), cleaned.get(f"estimate:{item.key}")
            field = f"estimate:{item.key}"
            if picked and estimate is None and field not in self.errors:
                self.add_error(field, "请填概算（元），暂无则填 0")
            if estimate is not None and not picked:
                self.add_error(field, "填了概算但没有勾选")
        return cleaned

    def rows(self) -> list[dict[str, Any]]:
        """Items with their four fields, for the table."""
        return [
            {
                "item": item,
                "level": self.words.get(item.level, item.level),
                "aspect": self.words.get(item.aspect, item.aspect),
                **{
                    name: self[f"{name}:{item.key}"]
                    for name in ("pick", "estimate", "quantity", "unit")
                },
            }
            for item in self.items
        ]

    @staticmethod
    def initial_of(contents: Iterable[ContentItem]) -> dict[str, Any]:
        """Initial values from what is chosen already."""
        values: dict[str, Any] = {}
        for row in contents:
            values |= {
                f"pick:{row.key}": True,
                f"estimate:{row.key}": row.estimate,
                f"quantity:{row.key}": row.quantity,
                f"unit:{row.key}": row.unit,
            }
        return values

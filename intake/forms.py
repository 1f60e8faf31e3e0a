"""The upload form: shape only, the content is judged by the services."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from districts.models import Area
from intake.kinds import KINDS, Kind


def kinds_for(user: User) -> list[Kind]:
    """The kinds of table that the person may bring in somewhere."""
    return [kind for kind in KINDS.values() if user.access.has(kind.permission)]


class UploadForm(forms.Form):
    """What a person says about a table; it comes back as typed when the file is refused.

    Only the fields that the chosen kind asks for are there.
    """

    file = forms.FileField(
        label="表格文件",
        help_text="Excel 或 WPS 表格（.xlsx、.xls、.et、.csv），20 MB 以内",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.et,.csv,.txt"}),
    )
    kind = forms.ChoiceField(label="表的种类", widget=forms.HiddenInput)
    subject = forms.CharField(max_length=60)
    area_code = forms.ChoiceField(label="哪里的计划")
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    document_no = forms.CharField(
        label="文号", max_length=60, required=False, help_text="如 临政办字〔2024〕17号"
    )
    title = forms.CharField(
        label="名称", max_length=200, required=False, help_text="不填则自动命名"
    )
    claim = forms.CharField(
        label="正文数据",
        max_length=500,
        required=False,
        help_text="正文写的总数，用来对账，如 16个、1216户、13.85万㎡",
    )
    create_areas = forms.BooleanField(
        label="表中有、区划里没有的街道（县区），按本地代码新建", required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = kinds_for(user)
        self.fields["kind"].choices = [(kind.key, kind.spec.title) for kind in mine]  # type: ignore[attr-defined]
        asked = self.data.get("kind") or self.initial.get("kind", "")
        kind = next((found for found in mine if found.key == asked), None)
        if kind is None:
            return
        self._suit(kind)
        if "area_code" not in self.fields:
            return
        scope = [grant for grant in user.access.grants if grant.allows(kind.permission)]
        areas = Area.objects.visible_to(user).filter(level__in=kind.subject.levels).order_by("code")
        self.fields["area_code"].choices = [  # type: ignore[attr-defined]
            (area.code, f"{area.name}（{area.code}）")
            for area in areas
            if any(grant.reaches(area.code, ()) for grant in scope)
        ]

    def _suit(self, kind: Kind) -> None:
        """Keep what the kind asks for, in its own words."""
        asked = kind.subject.asks
        for name in {"area_code", "year", "subject"} - set(asked):
            del self.fields[name]
        if "year" not in asked:
            del self.fields["document_no"]
        if kind.places is None or kind.places.enter is None:
            del self.fields["create_areas"]
        if not kind.totals:
            del self.fields["claim"]
        if "area_code" in asked and "subject" in asked:
            self.fields["subject"].required = False
            self.fields["area_code"].label = "区划"
        said = "subject" if "subject" in asked else "area_code"
        if said in self.fields:
            self.fields[said].label = kind.subject.label
            self.fields[said].help_text = kind.subject.hint


class NoteForm(forms.Form):
    """The reason that goes with a confirmation against the covering text."""

    note = forms.CharField(max_length=200, required=False)


class DecisionForm(forms.Form):
    """One answer to one conflict, or to the `rest`: all that nobody has answered."""

    rest = forms.BooleanField(required=False)
    row = forms.IntegerField(min_value=1, required=False)
    sheet = forms.CharField(max_length=60, required=False)
    key = forms.CharField(max_length=30, required=False)
    choice = forms.ChoiceField(choices=[("file", "采用文件"), ("keep", "保留现值")])


class CellForm(forms.Form):
    """One cell of a sheet."""

    sheet = forms.CharField(max_length=60)
    cell = forms.CharField(max_length=10)


class MendForm(CellForm):
    """What is typed into a cell; nothing empties it."""

    text = forms.CharField(max_length=500, required=False)


class AcceptForm(forms.Form):
    """Which warning (`mark`), or which kind of them (`code`, empty for all), and why."""

    mark = forms.CharField(max_length=16, required=False)
    code = forms.CharField(max_length=40, required=False)
    reason = forms.CharField(max_length=200)

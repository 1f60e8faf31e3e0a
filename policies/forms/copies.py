"""Forms that make a draft from something that is there: a version, or a file from elsewhere."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from accounts.models import User
from districts.models import Area
from policies.loading.transfer import LARGEST
from policies.models import PolicyVersion
from policies.services.cloning import Heading

KEY = r"^[a-z][a-z0-9_.-]*$"


class HeadingForm(forms.Form):
    """Whose policy the draft is to be."""

    place = forms.ChoiceField(label="适用地区", help_text="只列您可以起草政策的地区")
    title = forms.CharField(label="政策名称", max_length=120)
    short = forms.CharField(label="简称", max_length=20, help_text="如“临朐”")
    document = forms.CharField(label="文号", max_length=80)
    effective_from = forms.DateField(label="施行日", widget=forms.DateInput(attrs={"type": "date"}))
    key = forms.RegexField(
        KEY,
        label="政策编号",
        max_length=60,
        help_text="小写字母起头，用字母、数字和“-”，如 linqu-2024；同一政策的各版用同一编号",
        error_messages={"invalid": "小写字母起头，只用小写字母、数字、“-”“_”“.”"},
    )
    replace = forms.BooleanField(label="放弃我现有的草稿", required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = _places(by)
        cast("forms.ChoiceField", self.fields["place"]).choices = self.places

    def heading(self) -> Heading:
        """What was given, for the service."""
        given = self.cleaned_data
        return Heading(
            given["key"],
            given["place"],
            given["title"],
            given["short"],
            given["document"],
            given["effective_from"],
        )


class CloneForm(HeadingForm):
    """Heading of a copy; a copy of one's own policy keeps its key and place."""

    def __init__(self, *args: Any, source: PolicyVersion, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        policy = source.policy
        places = [code for code, _ in self.places]
        if policy.area_code in places:
            head = {
                "place": policy.area_code,
                "key": policy.key,
                "title": source.title,
                "short": source.short_name,
                "document": source.document_no,
            }
            self.initial = {**head, **self.initial}


class ImportForm(forms.Form):
    """A file that somebody exported."""

    file = forms.FileField(label="政策文件", help_text="在别处“导出”得到的政策文件，不超过 2 MB")
    replace = forms.BooleanField(label="放弃我现有的草稿", required=False)

    def raw(self) -> bytes:
        """The bytes, one more than allowed at most."""
        content: bytes = self.cleaned_data["file"].read(LARGEST + 1)
        return content


def _places(by: User) -> list[tuple[str, str]]:
    """Districts and wider places in the person's scope; the service asks for the right."""
    areas = Area.objects.visible_to(by).filter(level__in=("province", "city", "district"))
    return [(one.code, one.name) for one in areas.order_by("code")]

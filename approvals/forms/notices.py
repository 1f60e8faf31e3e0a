"""Shapes of what is typed about notices and objections."""

from __future__ import annotations

from django import forms

from approvals.forms.rounds import day_input
from approvals.models.notices import OUTCOMES
from common.names import NOT_KEPT


def evidence(label: str) -> forms.FileField:
    """A paper that proves an act; it lies encrypted."""
    return forms.FileField(label=label, required=False, help_text="密存，打开留痕。")


class PostNoticeForm(forms.Form):
    """A posting."""

    posted_on = forms.DateField(label="张贴日", widget=day_input())
    title = forms.CharField(label="标题", max_length=120)
    where_posted = forms.CharField(label="张贴地点", max_length=200)
    contact = forms.CharField(label="意见受理（单位、人、电话）", max_length=120)
    body = forms.CharField(label="公示内容", widget=forms.Textarea(attrs={"rows": 12}))


class PhotographForm(forms.Form):
    """One picture of the posting."""

    upload = forms.FileField(label="现场照片")
    label = forms.CharField(label="说明（如 首日、末日）", max_length=60, initial="首日张贴")
    taken_at = forms.DateTimeField(
        label="拍摄时间",
        required=False,
        help_text="不填的，取照片里相机记录的时间；照片没有记录的，取上传时间。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class ObjectionForm(forms.Form):
    """An objection as received."""

    received_on = forms.DateField(label="收到日", widget=day_input())
    raised_by = forms.CharField(
        label="提出人", max_length=80, widget=forms.TextInput(attrs=NOT_KEPT)
    )
    matter = forms.CharField(label="事由", max_length=300)
    upload = evidence("书面意见或照片")


class SettleForm(forms.Form):
    """How an objection ended."""

    outcome = forms.ChoiceField(label="处理结果", choices=[("", "请选择"), *OUTCOMES.items()])
    reply = forms.CharField(
        label="答复",
        max_length=500,
        required=False,
        help_text="已登记过答复的不用再填。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    settled_on = forms.DateField(label="办结日", widget=day_input())
    upload = evidence("办结凭证（撤回书、调解协议、送达回执）")


class MediateForm(forms.Form):
    """A mediation: when, who, what came of it."""

    on = forms.DateField(label="协调日", widget=day_input())
    mediator = forms.CharField(label="协调人", max_length=80)
    words = forms.CharField(
        label="协调情况", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    upload = evidence("协调记录")


class AnswerForm(forms.Form):
    """An answer: when, who gave it, its words."""

    on = forms.DateField(label="答复日", widget=day_input())
    answered_by = forms.CharField(label="答复人", max_length=80)
    reply = forms.CharField(label="答复", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    upload = evidence("答复书或送达回执")

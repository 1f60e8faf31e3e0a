"""Shapes of what is typed about notices and objections."""

from __future__ import annotations

from django import forms

from approvals.forms.rounds import day_input
from approvals.models.notices import OUTCOMES


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


class ObjectionForm(forms.Form):
    """An objection as received."""

    received_on = forms.DateField(label="收到日", widget=day_input())
    raised_by = forms.CharField(label="提出人", max_length=80)
    matter = forms.CharField(label="事由", max_length=300)


class SettleForm(forms.Form):
    """How an objection ended."""

    outcome = forms.ChoiceField(label="处理结果", choices=[("", "请选择"), *OUTCOMES.items()])
    reply = forms.CharField(label="答复", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    settled_on = forms.DateField(label="办结日", widget=day_input())


class MediateForm(forms.Form):
    """Who mediates."""

    mediator = forms.CharField(label="协调人", max_length=80)

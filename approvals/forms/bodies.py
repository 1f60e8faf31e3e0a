"""Shapes of what is typed about reviews, acceptance and handover."""

from __future__ import annotations

from django import forms

from approvals.forms.rounds import day_input
from approvals.models.acceptance import VERDICTS
from approvals.models.reviews import VIEWS
from common.names import NOT_KEPT

CHOOSE = ("", "请选择")


class OpenReviewForm(forms.Form):
    """Acceptance of a project for joint review."""

    accepted_on = forms.DateField(label="受理日", widget=day_input())
    low_risk = forms.BooleanField(label="按低风险项目简化办理", required=False)


class OpinionForm(forms.Form):
    """One unit's opinion."""

    view = forms.ChoiceField(label="意见", choices=[CHOOSE, *VIEWS.items()])
    conditions = forms.CharField(
        label="条件与要求", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    signatory = forms.CharField(label="签署人", max_length=40)
    given_on = forms.DateField(label="签署日", widget=day_input())


class ConcludeForm(forms.Form):
    """The conclusion of a review or an acceptance."""

    verdict = forms.ChoiceField(label="结论", choices=[CHOOSE, ("yes", "通过"), ("no", "不通过")])
    conclusion = forms.CharField(label="结论意见", widget=forms.Textarea(attrs={"rows": 3}))
    concluded_on = forms.DateField(label="结论日", widget=day_input())


class OpenAcceptanceForm(forms.Form):
    """The day of acceptance and the owners' representatives, one name a line."""

    held_on = forms.DateField(label="验收日", widget=day_input())
    owners = forms.CharField(
        label="业主代表（一行一人）",
        widget=forms.Textarea(attrs={"rows": 3, **NOT_KEPT}),
        required=False,
    )
    owners_body = forms.BooleanField(label="由业主委员会代表业主一方参加", required=False)


class SignForm(forms.Form):
    """One party's verdict."""

    verdict = forms.ChoiceField(label="意见", choices=[CHOOSE, *VERDICTS.items()])
    opinion = forms.CharField(label="说明", max_length=300, required=False)
    signatory = forms.CharField(label="签字人", max_length=40)
    signed_on = forms.DateField(label="签字日", widget=day_input())


class ProblemForm(forms.Form):
    """A defect."""

    part = forms.CharField(label="部位", max_length=80)
    finding = forms.CharField(label="问题", max_length=300)
    due_on = forms.DateField(label="整改期限", widget=day_input())


class DayForm(forms.Form):
    """A day of re-inspection."""

    fixed_on = forms.DateField(label="复验日", widget=day_input())


class ReceiveForm(forms.Form):
    """The receiver's signature for one item."""

    received_on = forms.DateField(label="签收日", widget=day_input())
    signatory = forms.CharField(label="签收人", max_length=40)
    quantity = forms.CharField(label="数量", max_length=60, required=False)

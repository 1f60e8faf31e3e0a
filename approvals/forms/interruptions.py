"""Shapes of what is typed about days on which a notice was down."""

from __future__ import annotations

from django import forms

from approvals.forms.rounds import day_input


class InterruptionForm(forms.Form):
    """When the notice was down, who saw it."""

    down_on = forms.DateField(label="中断日（发现撤落的那天）", widget=day_input())
    reason = forms.CharField(label="中断原因（如 被撕毁、被遮盖）", max_length=200)
    seen_by = forms.CharField(label="发现人", max_length=80)
    restored_on = forms.DateField(
        label="恢复张贴日（还没有恢复的不填）", required=False, widget=day_input()
    )


class RestoreForm(forms.Form):
    """When it was put up again."""

    restored_on = forms.DateField(label="恢复张贴日", widget=day_input())

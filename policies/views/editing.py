"""Changing a draft in forms: which rules there are, one rule at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from accounts.permissions import Permission
from common.errors import Conflict, OutOfScope, Refused
from policies.forms import RuleForm
from policies.loading.editing import EditedRule, doubled, rule_of
from policies.loading.reshaping import ACTS, Reshape
from policies.models import PolicyVersion
from policies.selectors.comparing import baseline
from policies.selectors.editing import case_board, rules_by_theme
from policies.services.editing import edit_rule
from policies.services.locking import OPEN
from policies.views.draft_form import DraftForm
from policies.views.pages import InVersion


class EditIndex(InVersion, TemplateView):
    """Every rule that has a form, by theme, with how the cases stand."""

    permission = Permission.EDIT_POLICY
    template_name = "policies/edit_index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rules, cases, and what the draft is read against."""
        version = self.version
        crumbs = [
            ("政策", reverse("policies:policy_list")),
            (version.short_name, self.own_url()),
            ("修改", ""),
        ]
        return super().get_context_data(
            version=version,
            crumbs=crumbs,
            themes=rules_by_theme(version),
            board=case_board(version, ""),
            against=baseline(version),
            closed=why_closed(version, self.person.pk),
            **kwargs,
        )


class EditRule(DraftForm):
    """One rule as a form; refused fields keep what was typed."""

    permission = Permission.EDIT_POLICY
    template_name = "policies/edit_rule.html"
    form_class = RuleForm
    success_message = ""

    @cached_property
    def rule(self) -> EditedRule:
        """The rule, or 404."""
        found = rule_of(self.version.document(), self.kwargs["rule"])
        if found is None:
            raise OutOfScope("这份政策没有这条规则。")
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        """The leaves of the rule as they are."""
        return {**super().get_form_kwargs(), "version": self.version, "rule": self.rule}

    def keep(self, form: RuleForm, **draft: Any) -> PolicyVersion:
        """Save every field of the rule at once; a refusal says what there is for it."""
        try:
            return edit_rule(
                **draft, rule=self.rule.key, values=form.values(), reshape=self.reshape
            )
        except Conflict:
            raise
        except Refused as refusal:
            raise Refused(
                [
                    replace(
                        one, message=one.words, field=one.field if one.field in form.fields else ""
                    )
                    for one in refusal.problems
                ]
            ) from refusal

    def done_message(self) -> str:
        """What became of the cases."""
        board = case_board(self.result, self.rule.section)
        if board.failing:
            return f"已保存为草稿。算例 {board.total} 个，{len(board.failing)} 个不符。"
        return f"已保存为草稿。算例 {board.total} 个全部通过。"

    @property
    def reshape(self) -> Reshape | None:
        """Which row the pressed button takes out, doubles or moves."""
        sent = self.request.POST
        return next((Reshape(do, sent[do]) for do in ACTS if sent.get(do)), None)

    def get_success_url(self) -> str:
        """The same form again; that of the new rule; the list where the rule itself is gone."""
        where = {"version_id": self.version.pk}
        change, rule = self.reshape, self.rule.key
        if change and change.row == self.rule.path:
            if change.do == "drop":
                return reverse("policies:edit", kwargs=where)
            if change.do == "double":
                rule = doubled(self.result.document(), self.rule)
        return reverse("policies:edit_rule", kwargs={**where, "rule": rule})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the cases of its theme."""
        version = self.version
        index = reverse("policies:edit", kwargs={"version_id": version.pk})
        context = super().get_context_data(
            rule=self.rule,
            board=case_board(version, self.rule.section),
            closed=why_closed(version, self.person.pk),
            own_row=self.rule.path if self.rule.path.endswith("]") else "",
            index=index,
            against=baseline(version),
            **kwargs,
        )
        context["crumbs"] = [*context["crumbs"][:-1], ("修改", index), (self.rule.title, "")]
        return context


def why_closed(version: PolicyVersion, person_id: int) -> str:
    """Why the person cannot change it; empty when they can."""
    if version.status not in OPEN:
        return f"本版{version.get_status_display()}，不可修改；请复制为新的草稿。"
    if version.made_by_id not in {None, person_id}:
        return f"草稿由{version.made_by}起草，只由起草人修改。"
    return ""

"""Trying a rule with facts: nothing is written, the address holds the question."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from accounts.web import show_problems
from common.errors import Refused
from policies.forms.facts import FactsForm
from policies.selectors.asking import RULES, asked, kinds_of, question_for
from policies.selectors.governing import policy_of
from policies.views.pages import InVersion


class WhatIf(InVersion, TemplateView):
    """Choose a rule, type facts, see what comes out and why."""

    template_name = "policies/what_if.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rules to choose from, the facts that the chosen one reads, and its answer."""
        version, policy = self.version, policy_of(self.version)
        sent = self.request.GET
        kinds = kinds_of(policy)
        kind = sent.get("kind") or (kinds[0][0] if kinds else "")
        question = question_for(policy, kind, sent.get("rule", ""))
        context: dict[str, Any] = {"explanation": None}
        if question:
            data = sent if "ask" in sent else None
            form = FactsForm(data, question=question, policy=policy)
            context |= {"form": form, "chosen": question.choice.key, "rules": RULES[kind](policy)}
            if form.is_bound and form.is_valid():
                context |= self._answer(form)
        crumbs = [
            ("政策", reverse("policies:policy_list")),
            (version.policy.short_name, self.own_url()),
            ("试算", ""),
        ]
        return super().get_context_data(
            version=version, crumbs=crumbs, kinds=kinds, kind=kind, **context, **kwargs
        )

    def _answer(self, form: FactsForm) -> dict[str, Any]:
        try:
            found = asked(self.version, form.body(), form.question.leaves)
        except Refused as refusal:
            show_problems(form, refusal)
            return {}
        return {"found": found, "explanation": found.explanation.to_dict()}

"""Trying a rule with facts: nothing is written, the address holds the question."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.permissions import Permission
from accounts.web import show_problems
from common.errors import Refused
from policies.forms.facts import FactsForm, query_of
from policies.loading.asking import ROWS
from policies.rules.askable import choices
from policies.rules.evaluating import EVALUATORS
from policies.rules.evaluation import Evaluation
from policies.rules.policy_model import Policy
from policies.selectors.asking import Question, asked, choice_of, families, question_for
from policies.selectors.governing import policy_of
from policies.services.locking import OPEN
from policies.views.pages import InVersion

MOST_ROWS = 60


class Asking(InVersion):
    """A page whose address holds a rule and facts."""

    @cached_property
    def policy(self) -> Policy:
        """The version's rules."""
        return policy_of(self.version)

    @cached_property
    def question(self) -> Question | None:
        """What is asked; None while no kind is chosen."""
        sent = self.request.GET
        given = sent.get("rows", "")
        rows = min(int(given), MOST_ROWS) if given.isascii() and given.isdigit() else ROWS
        return question_for(self.policy, sent.get("kind", ""), sent.get("rule", ""), rows=rows)

    @cached_property
    def facts(self) -> FactsForm | None:
        """The facts of the address as a form; unbound until something is asked."""
        if self.question is None:
            return None
        sent = self.request.GET
        complete = not self.question.leaves and not self.question.facts
        data = sent if "ask" in sent or complete else None
        return FactsForm(data, question=self.question, policy=self.policy)

    @cached_property
    def body(self) -> dict[str, Any] | None:
        """The facts as plain data; None where they are not there or do not fit."""
        if self.facts is None or not self.facts.is_bound or not self.facts.is_valid():
            return None
        try:
            return self.facts.body()
        except Refused as refusal:
            show_problems(self.facts, refusal)
            return None

    @cached_property
    def found(self) -> Evaluation | None:
        """What comes out; None where the facts do not fit, with the problems at their fields."""
        if self.facts is None or self.body is None:
            return None
        try:
            return asked(self.version, self.body, self.facts.question.leaves)
        except Refused as refusal:
            show_problems(self.facts, refusal)
            return None

    @property
    def may_keep(self) -> bool:
        """Whether what is asked can become a worked case: of an open draft, by its maker."""
        version = self.version
        own = version.made_by_id in {None, self.person.pk}
        return version.status in OPEN and own and self.holds(Permission.EDIT_POLICY)


class WhatIf(Asking, TemplateView):
    """Choose a rule, type facts, see what comes out and why."""

    template_name = "policies/what_if.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """With `?case=` alone the facts of that case, typed in."""
        sent = self.request.GET
        case = next((one for one in self.version.cases if one["id"] == sent.get("case")), None)
        if case is not None and "kind" not in sent:
            kind = case["kind"]
            key = choice_of(self.policy, kind, case)
            question = question_for(self.policy, kind, key, facts=case)
            if question is not None:
                query = {**query_of(question, case), "case": case["id"]}
                return redirect(f"{self.request.path}?{urlencode(query, doseq=True)}")
        return super().get(*args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rules to choose from, the facts that the chosen one reads, and its answer."""
        version, question, found = self.version, self.question, self.found
        kind = question.kind if question else ""
        where = {"version_id": version.pk}
        here = reverse("policies:what_if", kwargs=where)
        crumbs = [
            ("政策", reverse("policies:policy_list")),
            (version.short_name, self.own_url()),
            ("试算", here if question else ""),
        ]
        if question:
            crumbs.append((EVALUATORS[kind].label, ""))
        return super().get_context_data(
            version=version,
            crumbs=crumbs,
            families=families(self.policy),
            kind=kind,
            label=EVALUATORS[kind].label if kind else "",
            form=self.facts,
            chosen=question.choice if question else None,
            rules=choices(self.policy, kind),
            found=found,
            explanation=found.explanation.to_dict() if found else None,
            more_rows=self._more_rows(),
            may_keep=found is not None and self.may_keep,
            keep=f"{reverse('policies:add_case', kwargs=where)}?{self.request.GET.urlencode()}",
            **kwargs,
        )

    def _more_rows(self) -> int:
        """How many rows tables have after the next few; 0 where there is none, or no more."""
        tables = self.facts.tables() if self.facts else []
        rows = max((len(one.rows) for one in tables), default=MOST_ROWS)
        return min(rows + ROWS, MOST_ROWS) if rows < MOST_ROWS else 0

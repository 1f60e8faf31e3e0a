"""Worked cases: why one came out as it did, and what a draft expects of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from accounts.permissions import Permission
from accounts.reasons import show_reason
from policies.forms import CasesForm, NewCaseForm
from policies.loading.cases import cases_of
from policies.models import PolicyVersion
from policies.selectors.cases import case_reason
from policies.selectors.readiness import case_results
from policies.services.editing import edit_cases, keep_case
from policies.views.asking import Asking
from policies.views.draft_form import DraftForm
from policies.views.editing import why_closed
from policies.views.pages import InVersion


class CaseWhy(InVersion, View):
    """Expected against found, and the rule's explanation: drawer or page."""

    def get(self, request: HttpRequest, case_id: str, **_: Any) -> HttpResponse:
        """The case, run now."""
        reason = case_reason(self.version, case_id)
        return show_reason(request, reason, back_url=self.own_url())


class AddCase(Asking, DraftForm):
    """Facts that were tried become a case: what came out is proposed, result by result."""

    permission = Permission.EDIT_POLICY
    template_name = "policies/add_case.html"
    form_class = NewCaseForm
    heading = "记作算例"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Facts that say nothing yet go back to where they are typed."""
        if self.found is None:
            return redirect(self._asked_again())
        return super().get(*args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """As above."""
        return (
            redirect(self._asked_again()) if self.found is None else super().post(*args, **kwargs)
        )

    @property
    def old(self) -> str:
        """The number of the case whose facts were taken up; empty for a new one."""
        given = self.request.GET.get("case", "")
        return given if any(case["id"] == given for case in self.version.cases) else ""

    def get_form_kwargs(self) -> dict[str, Any]:
        """What came out, and the case it began with."""
        kind = self.question.kind if self.question else ""
        old = next((one for one in cases_of(self.version.cases) if one.id == self.old), None)
        return {
            **super().get_form_kwargs(),
            "version": self.version,
            "kind": kind,
            "found": self.found,
            "old": old,
        }

    def keep(self, form: NewCaseForm, **draft: Any) -> PolicyVersion:
        """Keep it, beside the others or in the place of the one it began with."""
        replaces = self.old if self.request.POST.get("replaces") else ""
        return keep_case(**draft, case=form.case(self.body or {}), replaces=replaces)

    def done_message(self) -> str:
        """How the cases stand with it."""
        return self.cases_left("算例已记下") or "算例已记下，全部通过。"

    def get_success_url(self) -> str:
        """To all cases of the draft."""
        return f"{reverse('policies:edit_cases', kwargs={'version_id': self.version.pk})}?all=1"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what came out, why, and the way back to the facts."""
        found = self.found
        return super().get_context_data(
            found=found,
            explanation=found.explanation.to_dict() if found else None,
            asked_again=self._asked_again(),
            old=self.old,
            closed=why_closed(self.version, self.person.pk),
            **kwargs,
        )

    def _asked_again(self) -> str:
        where = {"version_id": self.kwargs["version_id"]}
        return f"{reverse('policies:what_if', kwargs=where)}?{self.request.GET.urlencode()}"


class EditCases(DraftForm):
    """What is expected of the failing cases, or of all (`?all=1`)."""

    permission = Permission.EDIT_POLICY
    template_name = "policies/edit_cases.html"
    form_class = CasesForm
    heading = "改算例"

    @property
    def every(self) -> bool:
        """Whether all cases are shown."""
        return "all" in self.request.GET

    def get_form_kwargs(self) -> dict[str, Any]:
        """The cases that are shown, run now."""
        results = case_results(self.version)
        shown = results if self.every else tuple(one for one in results if not one.passed)
        return {**super().get_form_kwargs(), "version": self.version, "results": shown}

    def keep(self, form: CasesForm, **draft: Any) -> PolicyVersion:
        """Save them all at once."""
        return edit_cases(**draft, cases=form.cases(), reason=form.cleaned_data["reason"])

    def done_message(self) -> str:
        """How they stand now."""
        return self.cases_left("已保存") or "已保存，算例全部通过。"

    def get_success_url(self) -> str:
        """The same page, with what is still failing."""
        return reverse("policies:edit_cases", kwargs={"version_id": self.version.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether all are shown, and why it is closed."""
        return super().get_context_data(
            every=self.every, closed=why_closed(self.version, self.person.pk), **kwargs
        )

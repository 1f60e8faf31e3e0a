"""Worked cases: why one came out as it did, and what a draft expects of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import View

from accounts.permissions import Permission
from accounts.reasons import show_reason
from common.clock import business_now
from common.errors import Conflict
from policies.forms import CasesForm
from policies.models import PolicyVersion
from policies.selectors.cases import case_reason
from policies.selectors.readiness import case_results
from policies.services.editing import edit_cases
from policies.views.actions import VersionForm
from policies.views.editing import why_closed
from policies.views.pages import InVersion


class CaseWhy(InVersion, View):
    """Expected against found, and the rule's explanation: drawer or page."""

    def get(self, request: HttpRequest, case_id: str, **_: Any) -> HttpResponse:
        """The case, run now."""
        reason = case_reason(self.version, case_id)
        return show_reason(request, reason, back_url=self.own_url())


class EditCases(VersionForm):
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

    def run(self, form: CasesForm) -> PolicyVersion:
        """Save them all at once."""
        try:
            return edit_cases(
                by=self.person,
                at=business_now(),
                version=self.version,
                stamp=form.cleaned_data["stamp"],
                cases=form.cases(),
            )
        except Conflict:
            del self.version
            form.renew(self.version)
            raise

    def done_message(self) -> str:
        """How they stand now."""
        left = sum(not one.passed for one in case_results(self.result))
        return f"已保存。还有 {left} 个不符。" if left else "已保存，算例全部通过。"

    def get_success_url(self) -> str:
        """The same page, with what is still failing."""
        return reverse("policies:edit_cases", kwargs={"version_id": self.version.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether all are shown, and why it is closed."""
        return super().get_context_data(
            every=self.every, closed=why_closed(self.version, self.person.pk), **kwargs
        )

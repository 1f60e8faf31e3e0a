"""联合验收: the tab and its acts."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import SignedIn
from approvals.forms import bodies as forms
from approvals.models import Acceptance, AcceptanceParty, AcceptanceProblem, HandoverItem
from approvals.services import (
    acceptance_calling,
    acceptance_concluding,
    acceptance_defects,
    acceptance_signing,
)
from approvals.views.acts import Act, frame, open_steps
from common.clock import business_now
from policies.rules.vocabulary import StepKind
from records.services.papers import papers_of
from renovation.selectors.frame import get_project

ACCEPTANCE = "approvals:acceptance"


class AcceptanceTab(SignedIn, TemplateView):
    """Joint acceptance and handover."""

    template_name = "approvals/acceptance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Frame, acceptances, the handover list."""
        project = get_project(self.person, kwargs["project_id"])
        rows = Acceptance.objects.filter(project=project)
        rows = rows.prefetch_related("parties", "problems")
        settled = any(row.state in {"open", "passed"} for row in rows)
        items = list(HandoverItem.objects.filter(project=project))
        handing = bool(open_steps(project, StepKind.HANDOVER))
        return (
            super().get_context_data(**kwargs)
            | frame(self, project, ACCEPTANCE)
            | {
                "acceptances": [(row, papers_of(row)) for row in rows],
                "may_accept": can(self.person, Permission.RUN_ACCEPTANCE, on=project),
                "openable": not settled and bool(open_steps(project, StepKind.ACCEPTANCE)),
                "items": items,
                "left": sum(item.received_at is None for item in items),
                "may_hand": can(self.person, Permission.RUN_HANDOVER, on=project),
                "handing": handing,
                "may_print": can(self.person, Permission.PRINT_PAPER, on=project),
            }
        )


class OpenAcceptance(Act):
    """Calling the joint acceptance."""

    form_class = forms.OpenAcceptanceForm
    heading, submit, tab = "登记联合验收", "登记", ACCEPTANCE
    lead = "参加单位按方案列出；业主代表的姓名只存掩码。"
    right = Permission.RUN_ACCEPTANCE
    days = ("held_on",)
    success_message = "已登记，各方可以签字"

    def run(self, form: forms.OpenAcceptanceForm) -> Acceptance:
        """Open."""
        return acceptance_calling.open_acceptance(
            by=self.person,
            at=business_now(),
            project=self.project,
            held_on=form.cleaned_data["held_on"],
            owners=form.cleaned_data["owners"].splitlines(),
            owners_body=form.cleaned_data["owners_body"],
        )


class SignAcceptance(Act):
    """One party's signature."""

    form_class = forms.SignForm
    heading, submit, tab, via = "验收签字", "签字", ACCEPTANCE, "acceptance"
    rows = AcceptanceParty.objects.select_related("acceptance__project")
    right = Permission.RUN_ACCEPTANCE
    days = ("signed_on",)
    success_message = "已签字"

    def run(self, form: forms.SignForm) -> AcceptanceParty:
        """Sign."""
        return acceptance_signing.sign(
            by=self.person, at=business_now(), party=self.thing, **form.cleaned_data
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose signature."""
        return super().get_context_data(facts=[("参加方", self.thing.name)], **kwargs)


class FindProblem(Act):
    """A defect found."""

    form_class = forms.ProblemForm
    heading, submit, tab = "登记验收问题", "登记", ACCEPTANCE
    rows = Acceptance.objects.select_related("project")
    right = Permission.RUN_ACCEPTANCE
    success_message = "问题已登记"

    def run(self, form: forms.ProblemForm) -> AcceptanceProblem:
        """Find."""
        return acceptance_defects.find_problem(
            by=self.person, at=business_now(), acceptance=self.thing, **form.cleaned_data
        )


class FixProblem(Act):
    """A defect re-inspected."""

    form_class = forms.DayForm
    heading, submit, tab, via = "复验", "复验合格", ACCEPTANCE, "acceptance"
    rows = AcceptanceProblem.objects.select_related("acceptance__project")
    right = Permission.RUN_ACCEPTANCE
    days = ("fixed_on",)
    success_message = "已复验"

    def run(self, form: forms.DayForm) -> AcceptanceProblem:
        """Fix."""
        return acceptance_defects.fix_problem(
            by=self.person, at=business_now(), problem=self.thing, **form.cleaned_data
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which defect."""
        row: AcceptanceProblem = self.thing
        return super().get_context_data(facts=[("部位", row.part), ("问题", row.finding)], **kwargs)


class ConcludeAcceptance(Act):
    """The conclusion of an acceptance."""

    form_class = forms.ConcludeForm
    heading, submit, tab = "验收结论", "确认结论", ACCEPTANCE
    rows = Acceptance.objects.select_related("project")
    right = Permission.RUN_ACCEPTANCE
    days = ("concluded_on",)
    success_message = "结论已记录"

    def run(self, form: forms.ConcludeForm) -> Acceptance:
        """Conclude."""
        data = form.cleaned_data
        return acceptance_concluding.conclude(
            by=self.person,
            at=business_now(),
            acceptance=self.thing,
            passed=data["verdict"] == "yes",
            conclusion=data["conclusion"],
            concluded_on=data["concluded_on"],
        )

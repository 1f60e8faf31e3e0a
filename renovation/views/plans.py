"""A plan as issued, its document and targets; a candidate before any plan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import ServiceView, SignedIn, visible
from common.clock import business_today
from districts.models import Community
from renovation.forms import work as forms
from renovation.models import Plan
from renovation.rules.tying import tie
from renovation.selectors.baseline import carried_to, entries_of, standings, sums
from renovation.selectors.targets import asked_of, target_sums, targets_of
from renovation.services.candidates import Candidate, open_candidate
from renovation.services.issuing import issue_plan
from renovation.views.adjusting import KINDS


class PlanPage(SignedIn, TemplateView):
    """The plan, line by line."""

    permission = Permission.VIEW_PROJECTS
    template_name = "renovation/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lines in scope; the covering text is compared with the whole plan."""
        plan = visible(Plan.objects.all(), self.person, pk=self.kwargs["pk"])
        whole = {one.key: one for one in sums(standings(plan.lines.all()))}
        rows = standings(plan.lines.visible_to(self.person))
        stated = {key: Decimal(one.issued) for key, one in whole.items()}
        if plan.issued_on is None:
            stated = {key: Decimal(one.adjusted) for key, one in whole.items()}
        may_issue = can(self.person, Permission.IMPORT_PLAN, on=plan)
        return super().get_context_data(
            plan=plan,
            rows=rows,
            sums=list(whole.values()),
            ties=tie(plan.claims, stated) if rows else [],
            entries=entries_of(plan) if plan.issued_on else (),
            carried=carried_to(plan, self.person),
            kinds=[(key, kind.heading) for key, kind in KINDS.items()],
            targets=(targets := targets_of(plan)),
            target_sums=target_sums(targets),
            asked=asked_of(plan),
            may_issue=may_issue,
            may_adjust=may_issue and plan.issued_on is not None,
            **kwargs,
        )


class Issue(ServiceView):
    """印发信息: the document and the days by which everything starts and is accepted."""

    permission = Permission.IMPORT_PLAN
    form_class = forms.IssueForm
    template_name = "renovation/plain_form.html"
    success_message = "印发信息已登记，工作台和驾驶舱按此倒计时。"
    extra_context = {"heading": "登记印发信息", "button": "登记"}

    @cached_property
    def plan(self) -> Plan:
        """The plan in the person's scope."""
        return visible(Plan.objects.all(), self.person, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """What is known already."""
        names = ("document_no", "issued_on", "start_by", "accept_by")
        return {name: getattr(self.plan, name) for name in names}

    def run(self, form: Any) -> Plan:
        """Record it."""
        return issue_plan(by=self.person, plan=self.plan, **form.cleaned_data)

    def get_success_url(self) -> str:
        """The plan."""
        return reverse("renovation:plan", args=[self.plan.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where one came from."""
        return super().get_context_data(back=self.get_success_url(), what=self.plan.title, **kwargs)


class NewCandidate(ServiceView):
    """待改造项目: a community asks; the procedure in force becomes its steps."""

    permission = Permission.EDIT_PROJECT
    form_class = forms.CandidateForm
    template_name = "renovation/plain_form.html"
    success_message = "已建档，步骤按当日施行的方案生成。"
    extra_context = {"heading": "新建待改造项目", "button": "建档"}

    @cached_property
    def community(self) -> Community:
        """The community in the person's scope."""
        return visible(Community.objects.all(), self.person, pk=self.kwargs["community_id"])

    def get_initial(self) -> dict[str, Any]:
        """The community's name and this year."""
        return {"name": self.community.name, "year": business_today().year}

    def run(self, form: Any) -> Any:
        """Open it."""
        return open_candidate(
            by=self.person,
            on=business_today(),
            community=self.community,
            candidate=Candidate(**form.cleaned_data),
        )

    def get_success_url(self) -> str:
        """The new project."""
        return reverse("renovation:project", kwargs={"project_id": self.result.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where one came from."""
        back = reverse("districts:community", args=[self.community.pk])
        return super().get_context_data(back=back, what=self.community.name, **kwargs)

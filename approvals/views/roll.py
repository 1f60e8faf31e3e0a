"""名册核对: doubtful cases for decision, and how the roll differs from the previous round's."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import can, require
from accounts.permissions import Permission
from accounts.web import ActionView, SignedIn
from approvals.models import RollDecision
from approvals.rules.doubts import KINDS
from approvals.selectors.clusters import doubts_across
from approvals.selectors.roll_doubts import previous
from approvals.selectors.silent import silent_kinds
from approvals.services.roll_decisions import decide_doubt
from approvals.services.rolls import draft_roll, since
from common.clock import business_now, business_today
from renovation.models import Project
from renovation.selectors.frame import get_project


class OnProject(SignedIn):
    """A page of one project in scope."""

    kwargs: dict[str, Any]

    @property
    def project(self) -> Project:
        """The project in scope."""
        return get_project(self.person, self.kwargs["project_id"])


class RollPage(OnProject, TemplateView):
    """The roll as it would freeze today."""

    template_name = "approvals/roll.html"
    permission = Permission.VIEW_REGISTER

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Cases, decisions, changes."""
        project = self.project
        require(self.person, Permission.VIEW_REGISTER, on=project)
        today = business_today()
        silent = silent_kinds(project, today)
        roll, old = draft_roll(project, (), silent), previous(project)
        across = doubts_across(project, today, self.person)
        return super().get_context_data(**kwargs) | {
            "project": project,
            "roll": roll,
            "doubts": roll.doubts,
            "across": across,
            "may_decide_across": across
            and can(self.person, Permission.OPEN_ROUND, on=across.place),
            "silent": [KINDS[kind] for kind in sorted(silent)],
            "previous": old,
            "change": since(old, roll, project) if old else None,
            "decisions": RollDecision.objects.filter(project=project).select_related("decided_by"),
            "may_decide": can(self.person, Permission.OPEN_ROUND, on=project),
        }


class DecideDoubt(OnProject, ActionView):
    """裁定 one case."""

    permission = Permission.OPEN_ROUND
    success_message = "已裁定，下次开启时照此计"

    def run(self) -> RollDecision:
        """Decide."""
        form = self.request.POST
        return decide_doubt(
            by=self.person,
            at=business_now(),
            project=self.project,
            key=form.get("key", ""),
            choice=form.get("choice", ""),
            reason=form.get("reason", ""),
        )

    def back(self) -> str:
        """The roll."""
        return reverse("approvals:roll", args=[self.kwargs["project_id"]])

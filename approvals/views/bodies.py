"""申请主体、居民监督、信访和纠纷: what the scheme has kept about the residents of a project."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import SignedIn
from approvals.selectors.residents_way import residents_way
from approvals.views.acts import frame
from common.clock import business_today
from policies.rules.registers import CONCERNS
from renovation.selectors.frame import get_project
from renovation.selectors.registers import concerning, live, may_reveal, readable
from renovation.services.register_reveal import reveal_rows

TAB = "approvals:bodies"


class BodiesPage(SignedIn, TemplateView):
    """Each register about the residents' say with this project's rows."""

    permission = Permission.VIEW_PROJECTS
    template_name = "approvals/bodies.html"
    in_clear = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same page with names, once; who looked stands in the trail."""
        self.in_clear = True
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Names masked, unless they were asked for."""
        project = get_project(self.person, kwargs["project_id"])
        on = business_today()
        rows = live(self.person).filter(project=project).select_related("closed_by")
        listed = list(rows.order_by("-happened_on", "-pk"))
        ordered = concerning(project, on)
        keys = {one.rule.key for one in ordered}
        named = [row for row in listed if row.register in keys]
        if self.in_clear:
            reveal_rows(by=self.person, rows=named)
        found = [
            {
                "kept": one,
                "heading": CONCERNS[one.rule.concerns],
                "rows": readable(
                    [row for row in listed if row.register == one.rule.key],
                    one.rule,
                    in_clear=self.in_clear,
                ),
            }
            for one in ordered
        ]
        return (
            super().get_context_data(**kwargs)
            | frame(self, project, "approvals:rounds")
            | {
                "registers": found,
                "way": residents_way(project, on, self.request.path),
                "clear": self.in_clear,
                "may_reveal": not self.in_clear and may_reveal(self.person, named),
                "may_enter": can(self.person, Permission.WORK_STEP, on=project),
                "today": on,
            }
        )

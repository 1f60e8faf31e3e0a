"""申请主体、居民监督、信访和纠纷: what the scheme has kept about the residents of a project."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import SignedIn
from approvals.selectors.residents_way import residents_way
from approvals.views.acts import frame
from common.clock import business_today
from policies.rules.registers import CONCERNS
from renovation.selectors.frame import get_project
from renovation.selectors.registers import concerning, live, readable

TAB = "approvals:bodies"


class BodiesPage(SignedIn, TemplateView):
    """Each register about the residents' say with this project's rows."""

    permission = Permission.VIEW_PROJECTS
    template_name = "approvals/bodies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Names in clear for those who may read persons."""
        project = get_project(self.person, kwargs["project_id"])
        on = business_today()
        in_clear = self.person.access.has(Permission.VIEW_PERSONS)
        rows = live(self.person).filter(project=project).select_related("closed_by")
        listed = list(rows.order_by("-happened_on", "-pk"))
        found = [
            {
                "kept": one,
                "heading": CONCERNS[one.rule.concerns],
                "rows": readable(
                    [row for row in listed if row.register == one.rule.key],
                    one.rule,
                    in_clear=in_clear,
                ),
            }
            for one in concerning(project, on)
        ]
        return (
            super().get_context_data(**kwargs)
            | frame(self, project, "approvals:rounds")
            | {
                "registers": found,
                "way": residents_way(project, on, self.request.path),
                "may_enter": can(self.person, Permission.WORK_STEP, on=project),
                "today": on,
            }
        )

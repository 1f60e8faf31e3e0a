"""Tabs of a project that this room owns, and its short forms."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator

from accounts.access import can, require
from accounts.models import AuditEntry, User
from accounts.permissions import Permission
from common.clock import business_today
from districts.selectors.counts import counts_of
from districts.views.communities import homes_context
from renovation.forms import work as forms
from renovation.selectors import eligibility, overview
from renovation.selectors.issued_papers import issued_papers
from renovation.selectors.procedure import procedure
from renovation.services.projects import set_handler, withdraw
from renovation.views.base import ProjectForm, ProjectTab


class Overview(ProjectTab):
    """概况."""

    template_name = "renovation/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What goes on, what was reached, what the plan says."""
        register = counts_of([self.project.community_id]).get(self.project.community_id)
        return super().get_context_data(
            running=overview.running(self.project),
            milestones=overview.milestones(self.project),
            stages=overview.stages(self.project),
            versions=overview.versions(self.project),
            lines=overview.plan_lines(self.project),
            register=register,
            eligibility=eligibility.panel(self.project, self.person),
            **kwargs,
        )


class Homes(ProjectTab):
    """楼栋住户, as the register shows a community."""

    permission = Permission.VIEW_REGISTER
    tab = "renovation:homes"
    template_name = "renovation/homes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Buildings, homes and owners of the project's community."""
        require(self.person, Permission.VIEW_REGISTER, on=self.project)
        homes = homes_context(self.request, self.project.community)
        return super().get_context_data(homes=homes, **kwargs)


class Procedure(ProjectTab):
    """流程."""

    tab = "renovation:procedure"
    template_name = "renovation/procedure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every step."""
        rows = procedure(self.person, self.project, business_today())
        may_upload = can(self.person, Permission.WORK_STEP, on=self.project)
        return super().get_context_data(rows=rows, may_upload=may_upload, **kwargs)


class Files(ProjectTab):
    """文件."""

    tab = "renovation:files"
    template_name = "renovation/files.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Files of the steps, and papers issued for the project."""
        papers = issued_papers(self.project).visible_to(self.person)
        return super().get_context_data(
            files=overview.files(self.project), papers=papers.order_by("-pk"), **kwargs
        )


class History(ProjectTab):
    """操作记录, from the audit trail."""

    tab = "renovation:history"
    template_name = "renovation/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The last entry first."""
        rows = AuditEntry.objects.filter(project_id=self.project.pk).order_by("-recorded", "-pk")
        page = Paginator(rows, 50).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **kwargs)


class Withdraw(ProjectForm):
    """退出计划."""

    permission = Permission.WITHDRAW_PROJECT
    form_class = forms.WithdrawForm
    template_name = "renovation/project_form.html"
    extra_context = {
        "heading": "退出计划",
        "button": "确认退出",
        "danger": True,
        "lead": "退出后步骤不再办理，已办事项和文件保留在记录中。",
    }
    success_message = "项目已退出计划。"

    def run(self, form: Any) -> Any:
        """With its reason."""
        reason = form.cleaned_data["reason"]
        return withdraw(by=self.person, on=business_today(), project=self.project, reason=reason)


class Handler(ProjectForm):
    """指定经办人."""

    permission = Permission.EDIT_PROJECT
    form_class = forms.HandlerForm
    template_name = "renovation/project_form.html"
    extra_context = {"heading": "指定经办人", "button": "保存", "lead": ""}
    success_message = "经办人已更新。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Active people of the bureau whose place holds the project."""
        code = self.project.area_code
        people = User.objects.filter(
            is_active=True,
            assignments__role="bureau_handler",
            assignments__area_code__in=[code[:n] for n in (2, 4, 6, 9, 12)],
        )
        return super().get_form_kwargs() | {
            "people": people.distinct().order_by("display_name"),
            "initial": {"handler": self.project.handler_id},
        }

    def run(self, form: Any) -> Any:
        """May be left empty."""
        return set_handler(
            by=self.person,
            on=business_today(),
            project=self.project,
            handler=form.cleaned_data["handler"],
        )

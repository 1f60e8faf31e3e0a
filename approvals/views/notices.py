"""公示: the tab, posting, photographs, objections."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import SignedIn
from approvals.forms.notices import (
    AnswerForm,
    MediateForm,
    ObjectionForm,
    PhotographForm,
    PostNoticeForm,
    SettleForm,
)
from approvals.forms.rounds import ReasonForm
from approvals.models import Notice, Objection
from approvals.selectors.notice_page import notices_shown
from approvals.selectors.residents_way import residents_way
from approvals.services import notices, objections, photographs
from approvals.services.notices import Posting
from approvals.services.objection_acts import Done
from approvals.views.acts import Act
from common.clock import business_now, business_today
from policies.rules.vocabulary import StepKind
from policies.selectors.governing import calendar
from renovation.models import Project
from renovation.selectors.frame import get_project, project_frame

TAB = "approvals:notices"


class NoticesTab(SignedIn, TemplateView):
    """Notices of a project with their days, photographs and objections."""

    template_name = "approvals/notices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Frame and tab."""
        project = get_project(self.person, kwargs["project_id"])
        on = business_today()
        rows = Notice.objects.filter(project=project).select_related("pin", "posted_by")
        rows = rows.prefetch_related("objections__acts", "interruptions", "pictures__file")
        shown = notices_shown(list(rows), on, calendar())
        steps = project.steps.filter(kind=StepKind.NOTICE, state__in=["open", "to_evidence"])
        live = {row["notice"].key for row in shown if row["notice"].state == "posted"}
        return (
            super().get_context_data(**kwargs)
            | project_frame(self.person, project, on, TAB)
            | {
                "rows": shown,
                "way": residents_way(project, on, self.request.path),
                "openable": [step for step in steps if step.subject not in live],
                "may_post": can(self.person, Permission.POST_NOTICE, on=project),
                "may_handle": can(self.person, Permission.HANDLE_OBJECTION, on=project),
                "may_print": can(self.person, Permission.PRINT_PAPER, on=project),
            }
        )


class PostNotice(Act):
    """Posting a notice."""

    form_class = PostNoticeForm
    heading, submit, tab = "登记公示", "登记张贴", TAB
    lead = "期满日按张贴日当天施行的规定推算；照片在登记后上传。"
    right = Permission.POST_NOTICE
    days = ("posted_on",)
    success_message = "已登记公示，期满日见本页"

    def get_initial(self) -> dict[str, Any]:
        """The project's own figures as a text to edit."""
        return super().get_initial() | draft_words(self.project)

    def run(self, form: PostNoticeForm) -> Notice:
        """Post."""
        return notices.post_notice(
            by=self.person,
            at=business_now(),
            project=self.project,
            key=self.kwargs["key"],
            posting=Posting(**form.cleaned_data),
        )


class AddPhotograph(Act):
    """A photograph of the posting."""

    form_class = PhotographForm
    heading, submit, tab = "上传公示照片", "上传", TAB
    rows = Notice.objects.select_related("project")
    right = Permission.POST_NOTICE
    success_message = "照片已上传"

    def run(self, form: PhotographForm) -> object:
        """Keep with its time and count."""
        return photographs.add_photograph(
            by=self.person, at=business_now(), notice=self.thing, **form.cleaned_data
        )


class CancelNotice(Act):
    """Taking a notice down."""

    form_class = ReasonForm
    heading, submit, tab = "撤下公示", "撤下", TAB
    lead = "撤下后期限作废，重新张贴须重新计算。"
    rows = Notice.objects.select_related("project")
    right = Permission.POST_NOTICE
    success_message = "已撤下"

    def run(self, form: ReasonForm) -> Notice:
        """Cancel."""
        return notices.cancel_notice(
            by=self.person, at=business_now(), notice=self.thing, **form.cleaned_data
        )


class ReceiveObjection(Act):
    """Registering an objection."""

    form_class = ObjectionForm
    heading, submit, tab = "登记异议", "登记", TAB
    lead = "提出人只存掩码；未办结的异议会使公示不能期满通过。"
    rows = Notice.objects.select_related("project")
    right = Permission.HANDLE_OBJECTION
    days = ("received_on",)
    success_message = "已登记异议"

    def run(self, form: ObjectionForm) -> Objection:
        """Receive."""
        return objections.receive(
            by=self.person, at=business_now(), notice=self.thing, **form.cleaned_data
        )


class OnObjection(Act):
    """An act on one objection."""

    tab = TAB
    rows = Objection.objects.select_related("notice__project")
    right = Permission.HANDLE_OBJECTION
    via = "notice"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The objection above the form."""
        row: Objection = self.thing
        facts = [("提出人", row.raised_by), ("事由", row.matter), ("收到日", row.received_on)]
        return super().get_context_data(facts=facts, **kwargs)


class MediateObjection(OnObjection):
    """A mediation."""

    form_class = MediateForm
    heading, submit = "登记协调", "登记"
    days = ("on",)
    success_message = "已登记协调"

    def run(self, form: MediateForm) -> Objection:
        """Mediate."""
        said = form.cleaned_data
        done = Done(said["on"], said["mediator"], said["words"], said["upload"])
        return objections.mediate(
            by=self.person, at=business_now(), objection=self.thing, done=done
        )


class AnswerObjection(OnObjection):
    """The answer that was given."""

    form_class = AnswerForm
    heading, submit = "登记答复", "登记"
    lead = "答复随公示结果公开的，不写姓名、电话和房号。"
    days = ("on",)
    success_message = "已登记答复"

    def run(self, form: AnswerForm) -> Objection:
        """Answer."""
        said = form.cleaned_data
        done = Done(said["on"], said["answered_by"], said["reply"], said["upload"])
        return objections.answer(by=self.person, at=business_now(), objection=self.thing, done=done)


class SettleObjection(OnObjection):
    """Closing an objection with its outcome."""

    form_class = SettleForm
    heading, submit = "办结异议", "办结"
    days = ("settled_on",)
    success_message = "异议已办结"

    def run(self, form: SettleForm) -> Objection:
        """Settle."""
        return objections.settle(
            by=self.person, at=business_now(), objection=self.thing, **form.cleaned_data
        )


def draft_words(project: Project) -> dict[str, str]:
    """A first text from the register's figures; people complete it."""
    street = project.community.street.name
    neighbourhood = project.community.neighbourhood
    body = (
        f"{project.name}全体业主：\n改造设计方案已编制完成，现予公示并征询意见。\n"
        f"一、规模和内容。{project.buildings}栋{project.households}户，"
        f"{project.floor_area:,.2f}平方米。\n二、资金。\n三、长效管理。\n四、意见反映。"
    )
    return {
        "title": f"{project.name}改造意见公示书",
        "where_posted": "小区公告栏、各单元门口",
        "contact": f"{neighbourhood.name if neighbourhood else street}",
        "body": body,
    }

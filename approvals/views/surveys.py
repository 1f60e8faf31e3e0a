"""满意度调查: the surveys of a project, one opened, its slips typed, closed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView, View

from accounts.access import can
from accounts.permissions import Permission
from accounts.reasons import show_reason
from accounts.web import ActionView, SignedIn, visible
from approvals.forms.surveys import OpenSurveyForm, SlipForm
from approvals.models import Survey
from approvals.rules.surveys import mark, percent
from approvals.selectors.printing_surveys import group_words
from approvals.selectors.residents_way import residents_way
from approvals.selectors.surveys import groups_of, result_of
from approvals.services.surveys import Asked, close_survey, enter_slip, open_survey
from approvals.views.acts import Act, frame
from common.clock import business_now, business_today
from common.explanations import Explanation
from policies.rules.vocabulary import Lifecycle
from records.services.papers import papers_of
from renovation.rules.lifecycle import already_at
from renovation.selectors.frame import get_project

TAB = "approvals:surveys"


class SurveysPage(SignedIn, TemplateView):
    """Every survey of the project with where it stands."""

    permission = Permission.VIEW_PROJECTS
    template_name = "approvals/surveys.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The newest first."""
        project = get_project(self.person, kwargs["project_id"])
        rows = [
            _shown(row)
            for row in Survey.objects.filter(project=project)
            .prefetch_related("slips")
            .order_by("-pk")
        ]
        state = Lifecycle(project.state)
        ready = state != Lifecycle.WITHDRAWN and already_at(state, Lifecycle.COMPLETED)
        waiting = any(row["survey"].closed_at is None for row in rows)
        return (
            super().get_context_data(**kwargs)
            | frame(self, project, "approvals:acceptance")
            | {
                "surveys": rows,
                "way": residents_way(project, business_today(), self.request.path),
                "today": business_today(),
                "may_open": ready
                and not waiting
                and can(self.person, Permission.OPEN_ROUND, on=project),
                "may_type": can(self.person, Permission.RECORD_PAPER, on=project),
                "may_print": can(self.person, Permission.PRINT_PAPER, on=project),
                "may_close": can(self.person, Permission.CLOSE_ROUND, on=project),
            }
        )


def _shown(survey: Survey) -> dict[str, Any]:
    found = result_of(survey)
    return {
        "survey": survey,
        "result": found,
        "papers": papers_of(survey),
        "satisfied": percent(found.satisfied),
        "willing": percent(found.willing),
        "means": [
            (name, mark(found.means[key]), found.means[key]) for key, name in survey.items.items()
        ],
        "sample": survey.sample.items(),
        "groups": [
            (group_words(one), one.sent, one.returned, percent(one.satisfied))
            for one in groups_of(survey)
        ],
    }


class OpenSurvey(Act):
    """开展调查."""

    form_class = OpenSurveyForm
    heading = "开展满意度调查"
    lead = "按登记的住户随机抽取，谁来抽都是同样的房屋；调查表不记名。"
    submit = "抽样并开展"
    right = Permission.OPEN_ROUND
    tab = TAB
    success_message = "已抽样，发放清单见下。"

    def run(self, form: Any) -> Survey:
        """Draw and open."""
        asked = Asked(**form.cleaned_data)
        return open_survey(by=self.person, at=business_now(), project=self.thing, asked=asked)


class TypeSlip(Act):
    """录入调查表."""

    form_class = SlipForm
    template_name = "approvals/slip.html"
    heading = "录入调查表"
    lead = "照收回的表录入；不记名，只按楼栋统计。"
    submit = "保存并录下一份"
    right = Permission.RECORD_PAPER
    tab = TAB
    rows = Survey.objects.select_related("project")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The questions of the survey."""
        return super().get_form_kwargs() | {"survey": self.thing}

    def run(self, form: Any) -> Any:
        """Keep it."""
        given = form.cleaned_data
        return enter_slip(
            by=self.person,
            at=business_now(),
            survey=self.thing,
            slip=form.slip(),
            age=given["age"],
            remark=given["remark"],
        )

    def done_message(self) -> str:
        """Which one it was."""
        return f"第 {self.result.number} 份已录入。"

    def get_success_url(self) -> str:
        """The next one."""
        return reverse("approvals:type_slip", args=[self.kwargs["pk"]])


class CloseSurvey(ActionView):
    """办结."""

    permission = Permission.CLOSE_ROUND
    success_message = "调查已办结，结果记入项目。"

    @property
    def survey(self) -> Survey:
        """The survey in the person's scope."""
        rows = Survey.objects.select_related("project")
        return visible(rows, self.person, pk=self.kwargs["pk"])

    def run(self) -> Survey:
        """Close it."""
        return close_survey(by=self.person, at=business_now(), survey=self.survey)

    def back(self) -> str:
        """The surveys of the project."""
        return reverse(TAB, args=[self.survey.project_id])


class WhySurvey(SignedIn, View):
    """依据 of the result: as stored once closed, as it stands before."""

    permission = Permission.VIEW_PROJECTS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The drawer for htmx, else the page."""
        row = visible(Survey.objects.select_related("project"), self.person, pk=pk)
        why = Explanation.from_dict(row.result) if row.result else result_of(row).explanation
        return show_reason(request, why, back_url=reverse(TAB, args=[row.project_id]))

"""An issued plan adjusted: a page per kind of change, why a figure stands, carrying over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from accounts.permissions import Permission
from accounts.reasons import show_reason
from accounts.web import ServiceView, SignedIn, visible
from common.clock import business_now
from common.errors import OutOfScope
from renovation.forms import plans as forms
from renovation.models import Plan, PlanEntry
from renovation.selectors.baseline import why_sum
from renovation.services import plan_adjusting, plan_reshaping
from renovation.services.plan_carrying import carry_over


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to adjust: its words, its form, and which service runs with what of the form."""

    heading: str
    form: type[forms.PaperForm]
    run: Callable[..., PlanEntry]
    arguments: Callable[[Any], Mapping[str, Any]]


def _extent(form: Any, key: str) -> dict[str, Any]:
    return {key: form.cleaned_data[key], "figures": form.figures()}


def _typed(*names: str) -> Callable[[Any], dict[str, Any]]:
    return lambda form: {name: form.cleaned_data[name] for name in names}


KINDS: dict[str, Kind] = {
    "addition": Kind(
        "追加项目",
        forms.AdditionForm,
        plan_adjusting.add_line,
        lambda form: {**_extent(form, "project"), "plan": form.plan},
    ),
    "withdrawal": Kind(
        "退出计划",
        forms.WithdrawalForm,
        plan_adjusting.take_out,
        _typed("lines", "end_projects"),
    ),
    "split": Kind("拆分项目", forms.SplitForm, plan_reshaping.split, _typed("line", "parts")),
    "merge": Kind("合并项目", forms.MergeForm, plan_reshaping.merge, _typed("into", "others")),
    "rename": Kind("项目更名", forms.RenameForm, plan_adjusting.rename, _typed("line", "name")),
    "revision": Kind(
        "更正数据",
        forms.RevisionForm,
        plan_adjusting.revise,
        lambda form: _extent(form, "line"),
    ),
}


class _OnPlan(ServiceView):
    """A form about one plan of the person's place."""

    permission = Permission.IMPORT_PLAN
    template_name = "renovation/plain_form.html"

    @cached_property
    def plan(self) -> Plan:
        """The plan in the person's scope."""
        return visible(Plan.objects.all(), self.person, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Its choices are those of the plan."""
        return super().get_form_kwargs() | {"plan": self.plan, "person": self.person}

    def get_success_url(self) -> str:
        """The plan."""
        return reverse("renovation:plan", args=[self.plan.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where one came from."""
        return super().get_context_data(back=self.get_success_url(), what=self.plan.title, **kwargs)


class Adjust(_OnPlan):
    """登记调整: one of `KINDS`."""

    @property
    def kind(self) -> Kind:
        """OutOfScope (404) for a kind nobody knows."""
        found = KINDS.get(self.kwargs["kind"])
        if found is None:
            raise OutOfScope("没有这种调整。")
        return found

    def get_form_class(self) -> type[forms.PaperForm]:
        """The form of the kind."""
        return self.kind.form

    def run(self, form: Any) -> PlanEntry:
        """Enter it."""
        arguments = self.kind.arguments(form)
        return self.kind.run(by=self.person, at=business_now(), paper=form.paper(), **arguments)

    def done_message(self) -> str:
        """What was entered."""
        return f"{self.result.get_kind_display()}已登记，依据 {self.result.document_no}。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words of the kind."""
        return super().get_context_data(heading=self.kind.heading, button="登记", **kwargs)


class CarryOver(_OnPlan):
    """结转: what earlier plans left unfinished."""

    form_class = forms.CarryForm
    success_message = "结转已登记。"
    extra_context = {"heading": "登记结转", "button": "登记"}

    def run(self, form: Any) -> Any:
        """Enter it."""
        return carry_over(by=self.person, at=business_now(), plan=self.plan, **form.cleaned_data)


class WhyPlan(SignedIn, View):
    """依据 of a figure of the plan."""

    permission = Permission.VIEW_PROJECTS

    def get(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """The drawer for htmx, else the page."""
        plan = visible(Plan.objects.all(), self.person, pk=pk)
        why = why_sum(plan, key)
        if why is None:
            raise OutOfScope("没有这一项。")
        return show_reason(request, why, back_url=reverse("renovation:plan", args=[plan.pk]))

"""Determining and confirming: a form for the one person, a button for the other."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404

from accounts.access import require
from accounts.permissions import Permission
from accounts.web import ActionView, ServiceView, visible
from common.clock import business_now
from funding.forms.shares import DueForm, EstimateForm, FinalForm
from funding.models import Determination
from funding.models.determinations import STAGES
from funding.selectors.determinations import live
from funding.services.basis import Basis
from funding.services.determinations import confirm_shares, determine_shares
from funding.views.base import OfProject
from policies.rules.shares import Stage

FORMS: dict[str, type[forms.Form]] = {"estimate": EstimateForm, "due": DueForm, "final": FinalForm}
SAYS = {
    "estimate": "按改造内容的概算和现行规则测算。结果另存一份，原来的留在历次测算中。",
    "due": "应缴数沿用经复核的预计测算，也就是业主表决通过的方案。复核后按户收款。",
    "final": "按竣工财务决算逐项填数。复核后按户列出补缴与退款。",
}


class Determine(OfProject, ServiceView):
    """One page per stage."""

    template_name = "funding/determine.html"

    @property
    def stage(self) -> Stage:
        """Stage in the address; 404 for any other word."""
        stage = self.kwargs["stage"]
        if stage not in STAGES:
            raise Http404
        return cast("Stage", stage)

    def get_form_class(self) -> type[forms.Form]:
        """The form of the stage."""
        require(self.person, Permission.DETERMINE_SHARES, on=self.project)
        return FORMS[self.stage]

    def get_form_kwargs(self) -> dict[str, Any]:
        """A final account has one field per content."""
        values: dict[str, Any] = super().get_form_kwargs()
        if self.stage == "final":
            values["contents"] = self.project.contents.order_by("level", "key")
        return values

    def get_initial(self) -> dict[str, Any]:
        """What the last estimate was asked with."""
        row = live(self.project).get("estimate")
        if row is None or self.stage == "due":
            return {}
        basis = Basis.from_json(row.inputs["basis"])
        return {
            "social": basis.social,
            "social_source": basis.social_source,
            "garage_area": basis.garage_area,
            "area": basis.area,
            "area_source": basis.area_source,
        }

    def run(self, form: Any) -> Determination:
        """Determine."""
        return determine_shares(
            by=self.person,
            at=business_now(),
            project=self.project,
            stage=self.stage,
            basis=self._basis(form),
            reason=form.cleaned_data["reason"],
        )

    def _basis(self, form: Any) -> Basis:
        if self.stage == "due":
            return Basis()
        typed = form.cleaned_data
        return Basis(
            social=typed["social"],
            social_source=typed["social_source"],
            garage_area=typed["garage_area"],
            area=typed["area"],
            area_source=typed["area_source"],
            final_costs=form.final_costs() if self.stage == "final" else {},
            document_no=typed.get("document_no", ""),
        )

    def done_message(self) -> str:
        """What came out, and what is to follow."""
        row: Determination = self.result
        return (
            f"{STAGES[row.stage]}测算已存：总投资 {row.total:,.2f} 元，"
            f"居民 {row.residents:,.2f} 元，财政 {row.government:,.2f} 元。请第二人复核。"
        )

    def get_success_url(self) -> str:
        """The project's money, at this stage."""
        return f"{self.url('project')}?stage={self.stage}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form in two parts: what is asked in general, and the contents of a final account."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        costs = [form[name] for name in form.fields if name.startswith("cost-")]
        general = [form[name] for name in form.fields if not name.startswith("cost-")]
        return context | {
            "project": self.project,
            "crumbs": self.crumbs(("资金", self.url("project"))),
            "stage_label": STAGES[self.stage],
            "says": SAYS[self.stage],
            "general": general,
            "costs": costs,
            "contents": self.project.contents.order_by("level", "key"),
            "back_url": self.url("project"),
        }


class Confirm(OfProject, ActionView):
    """POST confirms a determination."""

    success_message = "测算已复核。"

    def run(self) -> Determination:
        """The second person."""
        row = visible(
            Determination.objects.select_related("project"),
            self.person,
            pk=self.kwargs["determination_id"],
            project=self.project.pk,
        )
        return confirm_shares(by=self.person, at=business_now(), determination=row)

    def back(self) -> str:
        """The project's money."""
        return self.url("project")

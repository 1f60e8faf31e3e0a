"""Papers beside sheet mode: what is not back, corrections, undelivered ones."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import can_in_part
from accounts.permissions import Permission
from accounts.web import ActionView, ServiceView, visible
from approvals.forms.rounds import CorrectForm
from approvals.models import HeadUnit, Paper
from approvals.rules.words import building_words
from approvals.selectors.blindness import reads_blind
from approvals.selectors.calls import last_calls
from approvals.selectors.rules import matters_of
from approvals.selectors.seeing import homes_seen
from approvals.services.batches import clear_undelivered, note_undelivered
from approvals.services.paper_corrections import correct_paper
from approvals.views.counting import OnRound
from approvals.views.sheet_page import sheet_address
from common.clock import business_now


class Missing(OnRound, TemplateView):
    """看未收回名单: by building and entrance, with what was not delivered."""

    template_name = "approvals/missing.html"
    permission = Permission.VIEW_REGISTER

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Units without a live paper, in the order of the stairs."""
        row = self.round
        units = list(
            homes_seen(row, self.person)
            .exclude(papers__live=True)
            .select_related("head", "undelivered")
            .order_by("position")
        )
        calls = last_calls(unit.pk for unit in units)
        groups = [
            (number, building_words(number), [(unit, calls.get(unit.pk)) for unit in rows])
            for number, rows in groupby(units, key=lambda unit: unit.building)
        ]
        return super().get_context_data(**kwargs) | {
            "round": row,
            "groups": groups,
            "total": len(units),
            "area": sum(unit.area for unit in units),
            "may_record": row.state in {"open", "closed"}
            and can_in_part(self.person, Permission.RECORD_PAPER, on=row),
        }


class Undelivered(ActionView):
    """Noting that a paper was not delivered, or that it was after all."""

    success_message = "已登记"

    @property
    def unit(self) -> HeadUnit:
        """The unit of the roll, in scope."""
        return visible(
            HeadUnit.objects.select_related("round__project"), self.person, pk=self.kwargs["pk"]
        )

    def run(self) -> object:
        """Note or clear."""
        if self.request.POST.get("clear"):
            return clear_undelivered(by=self.person, at=business_now(), unit=self.unit)
        reason = self.request.POST.get("reason", "")
        return note_undelivered(by=self.person, at=business_now(), unit=self.unit, reason=reason)

    def back(self) -> str:
        """The list."""
        return reverse("approvals:missing", args=[self.unit.round_id])


class CorrectPaper(ServiceView):
    """更正 with a reason; the old paper stays on file."""

    template_name = "approvals/correct.html"
    form_class = CorrectForm
    permission = Permission.RECORD_PAPER
    success_message = "已更正，原录入留档"

    @property
    def paper(self) -> Paper:
        """The paper in scope."""
        rows = Paper.objects.select_related("round__project", "round__pin", "unit__head")
        return visible(rows, self.person, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; of a paper that has been corrected, the one that stands now."""
        paper = self.paper
        if paper.live:
            return super().get(request, *args, **kwargs)
        now = Paper.objects.filter(unit=paper.unit_id, live=True).first()
        if now is None:
            return redirect(reverse("approvals:paper", args=[paper.unit_id]))
        return redirect(reverse("approvals:correct", args=[now.pk]))

    def get_form_kwargs(self) -> dict[str, Any]:
        """The matters of its round."""
        return super().get_form_kwargs() | {"matters": matters_of(self.paper.round)}

    def get_initial(self) -> dict[str, Any]:
        """What stands now, unless it is still to be read blind."""
        found: dict[str, Any] = {}
        paper = self.paper
        for answer in paper.answers.all() if self._may_know(paper) else ():
            found[f"answer_{answer.matter}"] = answer.choice
            found[f"reason_{answer.matter}"] = answer.reason
        return found

    def _may_know(self, paper: Paper) -> bool:
        return paper.entered_by_id == self.person.pk or not reads_blind(self.person, paper.round)

    def run(self, form: CorrectForm) -> Paper:
        """Supersede."""
        return correct_paper(
            by=self.person,
            at=business_now(),
            paper=self.paper,
            answers=form.answers(),
            reasons=form.reasons(),
            reason=form.cleaned_data["reason"],
        )

    def get_success_url(self) -> str:
        """The row on the sheet."""
        paper = self.paper
        return sheet_address(paper.round_id, building=paper.unit.building, unit=paper.unit_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The paper and everything said of that unit before."""
        paper = self.paper
        history = Paper.objects.filter(round=paper.round, unit=paper.unit).order_by("pk")
        fields = [
            (matter, f"answer_{matter.key}", f"reason_{matter.key}")
            for matter in matters_of(paper.round)
        ]
        context = super().get_context_data(**kwargs)
        form = context["form"]
        context["groups"] = [(matter, form[answer], form[why]) for matter, answer, why in fields]
        return context | {
            "paper": paper,
            "round": paper.round,
            "blind": not self._may_know(paper),
            "history": history.select_related("entered_by").prefetch_related("answers"),
        }

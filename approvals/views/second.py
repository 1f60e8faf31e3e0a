"""第二遍录入: the sheet once more, by another person, blind where the policy says so."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from accounts.access import require_in_part
from accounts.permissions import Permission
from accounts.web import ActionView, visible
from approvals.forms.rounds import PaperForm
from approvals.models import HeadUnit, Round, SecondEntry
from approvals.rules.papers import stranger
from approvals.selectors.rules import matters_of, round_rule
from approvals.selectors.second_entries import second_pass, unread
from approvals.selectors.seeing import homes_seen
from approvals.selectors.sheets import Line, Sheet, for_browser, second_sheet
from approvals.services.second_entries import enter_again, settle_difference
from approvals.views.counting import OnRound
from approvals.views.sheet import REFUSED, TAKEN
from approvals.views.sheet_page import refuse_shape, somebody_else
from common.clock import business_now
from common.errors import Conflict, NotAllowed, Problem, Refused


class SecondPage(OnRound, View):
    """GET shows a building without earlier choices; POST takes one paper's second typing."""

    permission = Permission.RECORD_PAPER

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The building and what differs."""
        row = self.round
        require_in_part(self.person, Permission.RECORD_PAPER, on=row)
        return self._page(row)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One paper, by form or by the sheet's script."""
        row = self.round
        require_in_part(self.person, Permission.RECORD_PAPER, on=row)
        if other := somebody_else(request, self.person):
            return other
        form = PaperForm(request.POST, matters=matters_of(row), owner="paper")
        wants_json = "application/json" in request.headers.get("Accept", "")
        try:
            refuse_shape(form)
            unit = self._unit(row)
            made = enter_again(
                by=self.person,
                at=business_now(),
                round_=row,
                unit=unit,
                answers=form.answers(),
                reasons=form.reasons(),
                client_id=form.cleaned_data["client_id"],
            )
        except (Refused, NotAllowed) as refusal:
            return self._refused(row, refusal, wants_json=wants_json)
        if wants_json:
            return JsonResponse({"paper": made.pk, "unit": unit.pk, "counts": {}})
        after = urlencode({"building": unit.building, "after": unit.pk})
        return redirect(f"{reverse('approvals:second', args=[pk])}?{after}")

    def _refused(
        self, row: Round, refusal: Refused | NotAllowed, *, wants_json: bool
    ) -> HttpResponse:
        told = refusal.problems if isinstance(refusal, Refused) else (Problem(str(refusal)),)
        status = TAKEN if isinstance(refusal, Conflict) else REFUSED
        if wants_json:
            return JsonResponse({"problems": [p.as_dict() for p in told]}, status=status)
        return self._page(row, problems=told, status=status)

    def _unit(self, row: Round) -> HeadUnit:
        number = self.request.POST.get("unit", "")
        unit = (
            homes_seen(row, self.person).filter(pk=int(number)).first()
            if number.isdecimal()
            else None
        )
        if unit is None:
            raise Refused(stranger(""))
        return unit

    def _page(self, row: Round, *, status: int = 200, **more: Any) -> HttpResponse:
        blind = round_rule(row).rule.second_entry != "check"
        rows = unread(row, self.person).order_by("unit__position")
        first = rows.values_list("unit__building", flat=True).first()
        building = self.request.GET.get("building", "") or first or ""
        made = second_sheet(row, self.person, building, blind=blind)
        if made is None:
            raise Http404("名册里没有这栋楼")
        line = self._expected(made)
        browser = for_browser(made, {}, self.person) | {"mode": "second", "elsewhere": {}}
        context = {
            "round": row,
            "sheet": made,
            "blind": blind,
            "state": second_pass(row, self.person),
            "current": line,
            "current_column": made.column_of(line),
            "browser": browser,
            "matters": matters_of(row),
            "paper_form": PaperForm(matters=made.matters, owner="paper"),
            "entering": row.state in {"open", "closed"},
            "form_token": secrets.token_hex(12),
            "second": True,
        }
        response = render(self.request, "approvals/second.html", context | more, status=status)
        response["Cache-Control"] = "no-store"
        return response

    def _expected(self, made: Sheet) -> Line | None:
        asked, after = self.request.GET.get("unit", ""), self.request.GET.get("after", "")
        if asked.isdecimal() and (line := made.line(int(asked))):
            return line
        return made.next_blank(int(after) if after.isdecimal() else None)


class SettleDifference(ActionView):
    """核定: a third person types what stands on the paper."""

    permission = Permission.RECORD_PAPER
    success_message = "已核定"

    @property
    def entry(self) -> SecondEntry:
        """The difference in scope."""
        rows = SecondEntry.objects.select_related("round__project", "round__pin", "paper")
        return visible(rows, self.person, pk=self.kwargs["pk"])

    def run(self) -> SecondEntry:
        """Settle."""
        entry = self.entry
        form = PaperForm(self.request.POST, matters=matters_of(entry.round), owner="paper")
        refuse_shape(form)
        return settle_difference(
            by=self.person,
            at=business_now(),
            entry=entry,
            answers=form.answers(),
            reasons=form.reasons(),
        )

    def back(self) -> str:
        """The second pass."""
        return reverse("approvals:second", args=[self.entry.round_id])

"""Sheet mode: the page, one paper at a time by fetch or by form, piles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.generic import View

from accounts.access import require_in_part
from accounts.permissions import Permission
from accounts.web import ActionView, safe_next, visible
from approvals.forms.rounds import HandCountForm, PaperForm
from approvals.models import Batch, HeadUnit, Paper, Round
from approvals.rules.papers import stranger
from approvals.rules.scans import code_of
from approvals.selectors.rules import matters_of
from approvals.selectors.scans import unit_named
from approvals.selectors.seeing import homes_seen, seen
from approvals.services.batches import open_batch, submit_batch
from approvals.services.paper_corrections import withdraw_paper
from approvals.services.papers import Entry, record_paper
from approvals.views.acts import ForScripts
from approvals.views.counting import OnRound
from approvals.views.sheet_page import (
    counts,
    refuse_shape,
    sheet_address,
    sheet_page,
    somebody_else,
)
from common.clock import business_now
from common.errors import Conflict, Refused

REFUSED, TAKEN = 422, 409


class SheetPage(OnRound, View):
    """GET shows a building; POST records one paper (JSON for the script, redirect for a form)."""

    permission = Permission.RECORD_PAPER

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The building, the expected paper, the meters."""
        row = self.round
        require_in_part(self.person, Permission.RECORD_PAPER, on=row)
        return sheet_page(request, self.person, row)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One paper."""
        row = self.round
        require_in_part(self.person, Permission.RECORD_PAPER, on=row)
        if other := somebody_else(request, self.person):
            return other
        form = PaperForm(request.POST, matters=matters_of(row), owner="paper")
        unit: HeadUnit | None = None
        wants_json = "application/json" in request.headers.get("Accept", "")
        try:
            refuse_shape(form)
            unit = self._unit(row)
            paper = record_paper(
                by=self.person,
                at=business_now(),
                round_=row,
                unit=unit,
                entry=self._entry(row, form),
            )
        except Refused as refusal:
            status = TAKEN if isinstance(refusal, Conflict) else REFUSED
            if wants_json:
                return JsonResponse(
                    {"problems": [p.as_dict() for p in refusal.problems]}, status=status
                )
            return sheet_page(
                request,
                self.person,
                row,
                unit=unit,
                problems=refusal.problems,
                paper_form=form,
                status=status,
            )
        if wants_json:
            return JsonResponse(
                {"paper": paper.pk, "unit": unit.pk, "counts": counts(row, self.person)}
            )
        here = sheet_address(row.pk, building=unit.building, after=unit.pk)
        return redirect(safe_next(request, here))

    def _entry(self, row: Round, form: PaperForm) -> Entry:
        data = form.cleaned_data
        batch = self.request.POST.get("batch", "")
        pile = (
            seen(Batch.objects.filter(pk=int(batch)), row, self.person).first()
            if (batch.isdecimal())
            else None
        )
        return Entry(
            answers=form.answers(),
            reasons=form.reasons(),
            channel=data["channel"] or "paper",
            received_at=data["received_at"],
            signed_on=data["signed_on"],
            proxy=data["proxy"],
            witness=data["witness"],
            signers=data["signers"],
            client_id=data["client_id"],
            batch=pile,
        )

    def _unit(self, row: Round) -> HeadUnit:
        number = self.request.POST.get("unit", "")
        rows = homes_seen(row, self.person).select_related("head")
        unit = rows.filter(pk=int(number)).first() if number.isdecimal() else None
        if unit is None:
            raise Refused(stranger(""))
        return unit


class Undo(ForScripts):
    """撤销: withdraw a paper that was just typed."""

    success_message = "已撤销，原录入留档"

    def run(self) -> Paper:
        """Withdraw."""
        reason = self.request.POST.get("reason", "") or "录入撤销"
        return withdraw_paper(by=self.person, at=business_now(), paper=self._paper(), reason=reason)

    def _paper(self) -> Paper:
        rows = Paper.objects.select_related("round__project", "unit")
        return visible(rows, self.person, pk=self.kwargs["pk"])

    def back(self) -> str:
        """The sheet of that building."""
        paper = self._paper()
        return sheet_address(paper.round_id, building=paper.unit.building, unit=paper.unit_id)

    def answered(self, gone: Paper) -> HttpResponse:
        """The sums without it."""
        return JsonResponse({"unit": gone.unit_id, "counts": counts(gone.round, self.person)})


class CountBatch(OnRound, View):
    """The hand count of a building's pile."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open the pile, or count it anew; a refused count comes back on the sheet."""
        row = self.round
        form = HandCountForm(request.POST, matters=matters_of(row))
        building = request.POST.get("building", "")
        try:
            refuse_shape(form)
            open_batch(
                by=self.person, at=business_now(), round_=row, building=building, hand=form.counts()
            )
        except Refused as refusal:
            return sheet_page(
                request,
                self.person,
                row,
                building=building,
                problems=refusal.problems,
                hand_form=form,
                status=REFUSED,
            )
        return redirect(sheet_address(pk, building=building))


class SubmitBatch(ActionView):
    """提交复核 of a pile."""

    success_message = "这一批已提交复核"

    @property
    def batch(self) -> Batch:
        """The pile in scope."""
        rows = Batch.objects.select_related("round__project")
        return visible(rows, self.person, pk=self.kwargs["pk"])

    def run(self) -> Batch:
        """Hand in."""
        return submit_batch(by=self.person, at=business_now(), batch=self.batch)

    def back(self) -> str:
        """The sheet."""
        batch = self.batch
        return sheet_address(batch.round_id, building=batch.building)


class Locate(OnRound, View):
    """A scanned code or a serial leads to its row."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Redirect to the row, or back with words."""
        text = code_of(request.GET.get("q", ""))
        unit = unit_named(self.round, self.person, text)
        if unit is None:
            return redirect(sheet_address(pk, unknown=text[:60]))
        return redirect(sheet_address(pk, building=unit.building, unit=unit.pk))

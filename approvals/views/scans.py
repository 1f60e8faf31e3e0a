"""扫描件: a pile taken in, what waits for a person beside its picture, one home's paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import TemplateView, View

from accounts.access import require, require_in_part
from accounts.models import User
from accounts.permissions import Permission
from accounts.web import ActionView, SignedIn, safe_next, visible
from approvals.models import HeadUnit, Round, Scan
from approvals.rules.papers import stranger
from approvals.selectors.paper_page import paper_page
from approvals.selectors.scans import scans_of, unit_named
from approvals.services.scans import match_scan, set_scan_aside, take_in_scans
from approvals.views.counting import OnRound
from common.clock import business_now
from common.errors import Problem, Refused

REFUSED = 422


class ScansPage(OnRound, View):
    """GET shows what waits and what is covered; POST takes in files and leads to the job."""

    permission = Permission.RECORD_PAPER

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Pictures of papers are for who counts."""
        require_in_part(self.person, Permission.RECORD_PAPER, on=self.round)
        return _page(request, self.person, self.round)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One pile."""
        uploads = request.FILES.getlist("files")
        try:
            job = take_in_scans(
                by=self.person, at=business_now(), round_=self.round, uploads=uploads
            )
        except Refused as refusal:
            return _page(request, self.person, self.round, refusal.problems)
        return redirect(reverse("records:job_detail", args=[job.pk]))


def _page(
    request: HttpRequest, by: User, row: Round, problems: Sequence[Problem] = (), refused: int = 0
) -> HttpResponse:
    """What waits; of the scan `refused` (its key) what was typed stays in its fields."""
    typed = {"scan": refused, **request.POST.dict()} if refused else {}
    context = {"round": row, "scans": scans_of(row, by), "problems": problems, "typed": typed}
    status = REFUSED if problems else 200
    return render(request, "approvals/scans.html", context, status=status)


class _OnScan(ActionView):
    permission: ClassVar = Permission.RECORD_PAPER

    @property
    def scan(self) -> Scan:
        """The scan in scope."""
        rows: QuerySet[Scan] = Scan.objects.select_related("round__project", "named")
        return visible(rows, self.person, pk=self.kwargs["pk"])

    def back(self) -> str:
        """What waits."""
        return reverse("approvals:scans", args=[self.scan.round_id])

    def post(self, request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
        """Back to what waits; refused, with what was typed."""
        try:
            self.run()
        except Refused as refusal:
            scan = self.scan
            return _page(request, self.person, scan.round, refusal.problems, scan.pk)
        messages.success(request, self.success_message)
        return redirect(safe_next(request, self.back()))


class MatchScan(_OnScan):
    """对应到这一户, or 换用这一份 where the home has another scan."""

    success_message = "已对应"

    def run(self) -> Scan:
        """Match."""
        scan, form = self.scan, self.request.POST
        text = form.get("unit", "")
        unit = unit_named(scan.round, self.person, text) if text else scan.named
        if unit is None:
            raise Refused(stranger(text))
        leaf = _number(form.get("leaf", ""))
        return match_scan(
            by=self.person,
            at=business_now(),
            scan=scan,
            unit=unit,
            leaf=scan.leaf or 1 if leaf is None else leaf,
            leaves=_number(form.get("leaves", "")),
            replace=form.get("replace") == "yes",
        )


def _number(text: str) -> int | None:
    """What stands in a field for a page; 0, which no page has, for what is no number."""
    return (int(text) if text.isdecimal() else 0) if text else None


class SetScanAside(_OnScan):
    """不用这一页, with the reason."""

    success_message = "已注明不用，原件留存"

    def run(self) -> Scan:
        """Set aside."""
        reason = self.request.POST.get("reason", "")
        return set_scan_aside(by=self.person, at=business_now(), scan=self.scan, reason=reason)


class LocatePaper(OnRound, View):
    """A serial leads to its paper's page."""

    permission = Permission.VIEW_REGISTER

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Redirect; 404 for a serial that is not on the roll."""
        row = self.round
        require_in_part(self.person, Permission.VIEW_REGISTER, on=row)
        unit = unit_named(row, self.person, request.GET.get("q", ""))
        if unit is None:
            raise Http404("本轮没有这个票号")
        return redirect(reverse("approvals:paper", args=[unit.pk]))


class PaperPage(SignedIn, TemplateView):
    """One home's paper: what came in and when; what it said and its scan to who counts."""

    template_name = "approvals/paper.html"
    permission = Permission.VIEW_REGISTER

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Turnout for all who see the register, choices for who counts."""
        rows: QuerySet[HeadUnit] = HeadUnit.objects.select_related(
            "head", "round__project__community__street", "round__pin"
        )
        unit = visible(rows, self.person, pk=self.kwargs["pk"])
        require(self.person, Permission.VIEW_REGISTER, on=unit)
        return super().get_context_data(**kwargs) | {
            "unit": unit,
            "round": unit.round,
            "page": paper_page(unit, self.person),
        }

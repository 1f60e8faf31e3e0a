"""Closing with the hand count, confirming as the second person, 依据 of a threshold."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import View

from accounts.access import require
from accounts.permissions import Permission
from accounts.reasons import Recheck, show_reason
from accounts.web import ServiceView, SignedIn, visible
from approvals.forms.rounds import CloseForm
from approvals.models import Notice, Round, RunningTally
from approvals.rules.hand_counts import compare
from approvals.rules.parts import WHOLE
from approvals.rules.tally import Count
from approvals.selectors.blindness import matters_shown, reads_blind
from approvals.selectors.boards import board
from approvals.selectors.communities import communities, reason
from approvals.selectors.custody import open_questions
from approvals.selectors.rules import judged, matters_of, running_parts
from approvals.selectors.second_entries import second_pass
from approvals.selectors.seeing import counted_by
from approvals.selectors.verifying import differences
from approvals.services import tallies
from approvals.services.counting import close_round, confirm_tally, typed_counts
from approvals.services.large_rounds import LARGE, close_later
from common.clock import business_now
from common.errors import OutOfScope
from records.models import Job


class OnRound(SignedIn):
    """A page of one round in scope."""

    kwargs: dict[str, Any]

    @property
    def round(self) -> Round:
        """The round in scope, with its project and pin."""
        rows = Round.objects.select_related("project__community__street", "pin", "closed_by")
        return visible(rows, self.person, pk=self.kwargs["pk"])


class CloseRound(OnRound, ServiceView):
    """截止计票: the hand count compared with what was typed."""

    template_name = "approvals/close.html"
    form_class = CloseForm
    permission = Permission.CLOSE_ROUND
    success_message = "已截止，等待第二人复核"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The round's matters, and the last hand count."""
        row = self.round
        own = {"matters": matters_of(row), "before": row.hand_counts, "early": _early(row)}
        return super().get_form_kwargs() | own

    def run(self, form: CloseForm) -> Round | Job:
        """Close; a large round as a job."""
        work = close_later if self.round.units > LARGE else close_round
        return work(
            by=self.person,
            at=business_now(),
            round_=self.round,
            hand_counts=form.counts(),
            reason=form.cleaned_data["reason"],
        )

    def done_message(self) -> str:
        """What the person reads; of a job its own page tells."""
        return "" if isinstance(self.result, Job) else self.success_message

    def get_success_url(self) -> str:
        """The tab, or the job's page."""
        if isinstance(self.result, Job):
            return reverse("records:job_detail", args=[self.result.pk])
        return reverse("approvals:rounds", args=[self.round.project_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The board, what was typed, and whether this is early."""
        row = self.round
        require(self.person, Permission.CLOSE_ROUND, on=row)
        context = super().get_context_data(**kwargs)
        blind = reads_blind(self.person, row)
        typed = typed_counts(tallies.full_counts(row))
        form = context["form"]
        context["groups"] = [
            (
                matter,
                [
                    (choice, "—" if blind else number, form.cell(matter.key, choice))
                    for choice, number in typed[matter.key].items()
                ],
            )
            for matter in matters_of(row)
        ]
        obstacles = [*open_questions(row), *second_pass(row).problems()]
        context |= {"round": row, "board": board(row, blind=blind), "early": _early(row)}
        return context | {"obstacles": obstacles}


def _early(row: Round) -> bool:
    """Whether closing now comes before the announced instant."""
    return row.state == "open" and business_now() < row.closes_at


class ConfirmTally(OnRound, ServiceView):
    """复核确认 by a second person."""

    template_name = "approvals/confirm.html"
    form_class = Form
    permission = Permission.CONFIRM_TALLY
    success_message = "已复核确认，计票结果不再改动"

    def run(self, form: Form) -> object:
        """Confirm."""
        return confirm_tally(by=self.person, at=business_now(), round_=self.round)

    def get_success_url(self) -> str:
        """The tab."""
        return reverse("approvals:rounds", args=[self.round.project_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The board, hand count against typed, and the independent recount."""
        row = self.round
        require(self.person, Permission.CONFIRM_TALLY, on=row)
        names = {matter.key: matter.name for matter in matters_of(row)}
        typed = typed_counts(tallies.full_counts(row))
        return super().get_context_data(
            round=row,
            board=board(row),
            rows=compare(names, typed, row.hand_counts),
            names=names,
            differences=differences(row),
            batches=row.batches.all(),
            mine=row.closed_by_id == self.person.pk,
            **kwargs,
        )


class WhyTest(OnRound, View):
    """依据 of one threshold of one matter; POST recounts and compares."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The drawer, or a page of its own."""
        return self._show(request, recheck=None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Recount by the other path, say whether it ties."""
        found = differences(self.round)
        stored, now = (str(found[0].stored), str(found[0].counted)) if found else (None, None)
        return self._show(request, recheck=Recheck.of(business_now(), stored, now))

    def _show(self, request: HttpRequest, recheck: Recheck | None) -> HttpResponse:
        row = self.round
        key, number = self.kwargs["matter"], self.kwargs["number"]
        shown = matters_shown(row, blind=reads_blind(self.person, row))
        matter = next((one for one in shown if one.key == key), None)
        if matter is None:
            raise OutOfScope("没有这一项依据。")
        count = Count.of(RunningTally.objects.whole().get(round=row, matter=key))
        found = judged(row, matter, count).explanation.children
        if number >= len(found):
            raise OutOfScope("没有这一项依据。")
        return show_reason(
            request,
            found[number],
            recheck=recheck,
            recheckable=True,
            back_url=reverse("approvals:rounds", args=[row.project_id]),
        )


class WhyCommunities(OnRound, View):
    """依据 of what each community of a cluster comes to, beside the whole."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The drawer, or a page of its own."""
        row = self.round
        counts = running_parts(row, self.kwargs["matter"])
        those = communities(row, counts)
        if not those:
            raise OutOfScope("没有这一项依据。")
        told = reason(row, counts[WHOLE], those, choices=counted_by(self.person, row))
        back = reverse("approvals:rounds", args=[row.project_id])
        return show_reason(request, told, back_url=back)


class WhyNotice(SignedIn, View):
    """依据 of a notice's last day."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The drawer, or a page of its own."""
        notice = visible(Notice.objects.select_related("project"), self.person, pk=pk)
        back = reverse("approvals:notices", args=[notice.project_id])
        return show_reason(request, notice.explanation, back_url=back)

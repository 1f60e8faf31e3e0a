"""票据保管: copies out, in and void; the seal, its photograph and the re-check."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import can, can_in_part, require_in_part
from accounts.permissions import Permission
from accounts.web import ActionView, visible
from approvals.models import Copy, Seal
from approvals.selectors.custody import custody, without_paper
from approvals.selectors.scanned_pages import short_papers
from approvals.selectors.seeing import seen, sees_choices, sees_whole
from approvals.services.custody import issue_copies, void_copy
from approvals.services.sealing import attach_signed_sheet, recheck
from approvals.views.counting import OnRound
from common.clock import business_now
from common.errors import Problem, Refused
from records.services.files import files_of


class CustodyPage(OnRound, TemplateView):
    """The account per building, void copies, and the seal once the count is confirmed."""

    template_name = "approvals/custody.html"
    permission = Permission.VIEW_REGISTER

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Nothing here says what anybody answered."""
        row = self.round
        require_in_part(self.person, Permission.VIEW_REGISTER, on=row)
        whole = sees_whole(self.person, row)
        seal = Seal.objects.filter(round=row).first() if whole else None
        voids = seen(Copy.objects.exclude(voided_at=None), row, self.person)
        live = row.state in {"open", "closed"}
        return super().get_context_data(**kwargs) | {
            "round": row,
            "custody": custody(row, self.person),
            "voids": voids.select_related("unit", "voided_by"),
            "grounds": without_paper(row, self.person),
            "short": short_papers(row, self.person),
            "counts": sees_choices(self.person, row),
            "whole": whole,
            "seal": seal,
            "sheets": files_of(seal) if seal else (),
            "sample": _sample(seal) if seal else (),
            "may_issue": live and can_in_part(self.person, Permission.RECORD_PAPER, on=row),
            "may_photograph": can(self.person, Permission.CLOSE_ROUND, on=row),
            "may_recheck": can(self.person, Permission.CONFIRM_TALLY, on=row),
        }


class _OnCustody(OnRound, ActionView):
    def back(self) -> str:
        """The account."""
        return reverse("approvals:custody", args=[self.kwargs["pk"]])


class IssueCopies(_OnCustody):
    """登记发放 of a building, of one serial, of all."""

    permission = Permission.RECORD_PAPER
    success_message = "已登记发放"

    def run(self) -> int:
        """Issue."""
        form = self.request.POST
        return issue_copies(
            by=self.person,
            at=business_now(),
            round_=self.round,
            collector=form.get("collector", ""),
            building=form.get("building", ""),
            serial=form.get("serial", ""),
        )


class VoidCopy(_OnCustody):
    """作废 a copy that is out."""

    permission = Permission.RECORD_PAPER
    success_message = "已作废，可补发"

    def run(self) -> Copy:
        """Void."""
        form = self.request.POST
        return void_copy(
            by=self.person,
            at=business_now(),
            round_=self.round,
            serial=form.get("serial", ""),
            reason=form.get("reason", ""),
        )


class _OnSeal(ActionView):
    @property
    def seal(self) -> Seal:
        """The seal in scope."""
        rows: QuerySet[Seal] = Seal.objects.select_related("round__project")
        return visible(rows, self.person, pk=self.kwargs["pk"])

    def back(self) -> str:
        """The account of its round."""
        return reverse("approvals:custody", args=[self.seal.round_id])


class SignedSheet(_OnSeal):
    """The photograph of the signed tally sheet."""

    permission = Permission.CLOSE_ROUND
    success_message = "照片已存档"

    def run(self) -> object:
        """Attach."""
        upload = self.request.FILES.get("upload")
        if upload is None:
            raise Refused(Problem("请选择照片", field="upload"))
        return attach_signed_sheet(by=self.person, at=business_now(), seal=self.seal, upload=upload)


class Recheck(_OnSeal):
    """One drawn paper: 相符 or 不符."""

    permission = Permission.CONFIRM_TALLY
    success_message = "抽查已登记"

    def run(self) -> object:
        """Write down."""
        form = self.request.POST
        return recheck(
            by=self.person,
            at=business_now(),
            seal=self.seal,
            serial=form.get("serial", ""),
            agrees=form.get("agrees") == "yes",
            finding=form.get("finding", ""),
        )


def _sample(seal: Seal) -> list[tuple[str, Any]]:
    """Drawn serials in the order of drawing, each with its re-check or None."""
    done = {row.unit.serial: row for row in seal.rechecks.select_related("unit", "checked_by")}
    return [(serial, done.get(serial)) for serial in seal.sample]

"""One household's account: what it owes and why, every entry, reversal and refund."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import ActionView, ServiceView, visible
from common.clock import business_now, business_today
from common.errors import OutOfScope
from common.templatetags import formats
from funding.forms.flows import ReasonForm
from funding.forms.residents import RefundForm
from funding.models import HouseholdShare, LedgerEntry
from funding.selectors.households import households
from funding.services.refunds import NewRefund, refund
from funding.services.taking_back import reverse_entry
from funding.views.base import OfProject


class Household(OfProject, ServiceView):
    """GET shows the account, POST refunds."""

    template_name = "funding/household.html"
    form_class = RefundForm
    success_message = "已登记退款。"

    @cached_property
    def share(self) -> Any:
        """The household's part with its balance; only of this project."""
        mine = HouseholdShare.objects.filter(
            pk=self.kwargs["share_id"], determination__project=self.project
        ).select_related("determination")
        row = mine.first()
        if row is None:
            raise OutOfScope("没有找到这一户，或不在本项目的应缴名册中。")
        rows = households(row.determination).select_related("unit__building", "unit__entrance")
        return rows.get(pk=row.pk)

    def get_initial(self) -> dict[str, Any]:
        """All that may go back, today."""
        return {"amount": self.refundable or None, "paid_on": business_today()}

    @property
    def refundable(self) -> Decimal:
        """What was paid too much; all of it once the project has left the plan."""
        left = self.project.state == "withdrawn"
        found: Decimal = self.share.paid if left else self.share.excess
        return found

    def run(self, form: RefundForm) -> LedgerEntry:
        """Book the refund."""
        typed = form.cleaned_data
        money = NewRefund(
            self.share.unit,
            typed["amount"],
            typed["voucher"],
            typed["channel"],
            typed["paid_on"],
            typed["reason"],
        )
        return refund(by=self.person, at=business_now(), project=self.project, money=money)

    def get_success_url(self) -> str:
        """The same account, with the new entry."""
        return self.url("household", share_id=self.share.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Entries newest first, each with what may be done with it."""
        may = can(self.person, Permission.COLLECT_MONEY, on=self.project)
        return super().get_context_data(**kwargs) | {
            "project": self.project,
            "share": self.share,
            "crumbs": self.crumbs(("居民资金台账", self.url("ledger"))),
            "figures": self._figures(),
            "ledger_url": self.url("ledger"),
            "may_collect": may,
            "may_refund": may and self.refundable > 0,
            "entries": [self._entry(entry, may=may) for entry in self._entries()],
        }

    def _figures(self) -> list[dict[str, Any]]:
        row = self.share
        stage = "（决算）" if row.determination.stage == "final" else ""
        return [
            {
                "label": f"应缴{stage}",
                "value": formats.yuan(row.amount),
                "unit": "元",
                "id": "figure-owed",
                "note": f"{formats.area(row.area)} ㎡ ",
                "why_url": self.url("household_why", share_id=row.pk),
            },
            {
                "label": "已缴",
                "value": formats.yuan(row.paid),
                "unit": "元",
                "note": formats.share_of(row.paid, row.amount),
            },
            {
                "label": "多缴" if row.excess else "未缴",
                "value": formats.yuan(row.excess or row.missing),
                "unit": "元",
                "note": "按决算退款" if row.excess else "",
                "strong_tone": "amber" if row.missing else "",
            },
        ]

    def _entries(self) -> list[LedgerEntry]:
        rows = LedgerEntry.objects.filter(project=self.project, unit=self.share.unit_id)
        rows = rows.select_related("booked_by", "reversed_by", "reverses")
        return list(rows.order_by("-paid_on", "-pk"))

    def _entry(self, entry: LedgerEntry, *, may: bool) -> dict[str, Any]:
        gone = hasattr(entry, "reversed_by")
        action = None
        if may and not gone and entry.kind != "reversal":
            action = {
                "label": "冲正",
                "url": self.url("reverse_entry", entry_id=entry.pk),
                "hidden": [("next", self.request.path)],
                "confirm": {
                    "title": f"冲正凭证 {entry.voucher}",
                    "text": f"{entry.amount:,.2f} 元。冲正另记一笔，原记录保留；凭证号可重新登记。",
                    "yes": "冲正",
                    "reason": "reason",
                },
            }
        return {"row": entry, "gone": gone, "action": action}


class Reverse(OfProject, ActionView):
    """POST takes one entry back."""

    success_message = "已冲正。"

    def run(self) -> LedgerEntry:
        """The entry must belong to the project in the address."""
        entry = visible(
            LedgerEntry.objects.select_related("project"),
            self.person,
            pk=self.kwargs["entry_id"],
            project=self.project.pk,
        )
        form = ReasonForm(self.request.POST)
        form.is_valid()
        reason = form.cleaned_data.get("reason", "")
        return reverse_entry(by=self.person, at=business_now(), entry=entry, reason=reason)

    def back(self) -> str:
        """The ledger."""
        return self.url("ledger")

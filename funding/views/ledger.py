"""The residents' ledger of a project: who owes what, who paid, and the next payment typed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import cached_property
from django.views.generic import View

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import ServiceView
from common.clock import business_now, business_today
from common.errors import Refused
from common.templatetags import formats
from funding.forms.residents import PaymentForm
from funding.models import Determination, HouseholdShare, LedgerEntry
from funding.rules.bookings import NewPayment
from funding.selectors.determinations import in_force
from funding.selectors.households import (
    STATES,
    Sums,
    filtered,
    find_household,
    households,
    sums,
    with_owners,
)
from funding.services.ledger import record_payment
from funding.views.base import OfProject

SORTS = {
    "room": ("unit__building__position", "unit__position", "unit_code"),
    "owed": ("amount", "unit_code"),
    "missing": ("missing", "unit_code"),
    "last": ("last_paid", "unit_code"),
}
PAGE = 50


class Ledger(OfProject, ServiceView):
    """GET lists, POST books one payment and comes back ready for the next."""

    template_name = "funding/ledger.html"
    form_class = PaymentForm

    @cached_property
    def governs(self) -> Determination | None:
        """What households owe by."""
        return in_force(self.project)

    def get_initial(self) -> dict[str, Any]:
        """Channel and day stay as in the last payment; a room in the address fills the form."""
        asked = self.request.GET
        return {
            "paid_on": asked.get("paid_on") or business_today(),
            "channel": asked.get("channel", "bank"),
            "room": asked.get("pay", ""),
            "amount": asked.get("amount", ""),
        }

    def run(self, form: PaymentForm) -> LedgerEntry:
        """Find the household, then book."""
        typed = form.cleaned_data
        if self.governs is None:
            raise Refused("应缴数还没有经复核，不能收款。先办理应缴测算，并由第二人复核。")
        self.share: HouseholdShare = find_household(self.governs, typed["room"])
        payment = NewPayment(
            self.share.unit,
            typed["amount"],
            typed["voucher"],
            typed["channel"],
            typed["paid_on"],
            typed["payer"],
            typed["joint"],
        )
        return record_payment(
            by=self.person, at=business_now(), project=self.project, payment=payment
        )

    def done_message(self) -> str:
        """What was booked, so that it can be held against the slip."""
        row = self.result
        return f"已登记 {self.share.unit.label} {row.amount:,.2f} 元，凭证 {row.voucher}。"

    def get_success_url(self) -> str:
        """Back to the list, with the same day and channel for the next slip."""
        kept = self.request.GET.copy()
        for name in ("pay", "amount"):
            kept.pop(name, None)
        kept["channel"], kept["paid_on"] = self.result.channel, self.result.paid_on.isoformat()
        return f"{self.url('ledger')}?{kept.urlencode()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows, sums of the filter, the filter itself."""
        context = super().get_context_data(**kwargs) | {
            "project": self.project,
            "crumbs": self.crumbs(),
            "governs": self.governs,
            "may_collect": can(self.person, Permission.COLLECT_MONEY, on=self.project),
            "find_url": self.url("find_household"),
        }
        if self.governs is not None:
            context |= self._rows(self.governs)
        return context

    def _rows(self, governs: Determination) -> dict[str, Any]:
        asked = self.request.GET
        state, building, room = (
            asked.get(name, "").strip() for name in ("state", "building", "room")
        )
        state = state if state in STATES else ""
        whole = households(governs)
        chosen = filtered(whole, state=state, building=building, room=room)
        sort = asked.get("sort", "room")
        fields = SORTS.get(sort.lstrip("-"), SORTS["room"])
        order = [f"-{field}" if sort.startswith("-") else field for field in fields]
        total = sums(whole)
        any_filter = bool(state or building or room)
        shown = sums(chosen) if any_filter else total
        paginator = Paginator(with_owners(chosen).order_by(*order), PAGE)
        paginator.count = shown.households
        return {
            "page_obj": paginator.get_page(asked.get("page")),
            "figures": _figures(total),
            "unsettled": total.households - total.settled,
            "ties": total.owed == governs.residents,
            "recent": LedgerEntry.objects.filter(project=self.project)
            .select_related("unit__building", "unit__entrance")
            .order_by("-pk")[:6],
            "total": total,
            "shown": shown,
            "filtered": any_filter,
            "bar": _bar(state, building, room, list(total.buildings), asked.get("sort", "")),
        }


class FindHousehold(OfProject, View):
    """What a typed room owes, for filling the amount while the clerk types."""

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """JSON: label, owed, paid, missing as text; or only the words of refusal."""
        governs = in_force(self.project)
        if governs is None:
            return JsonResponse({"message": "应缴数还没有经复核。"})
        try:
            row: Any = find_household(governs, request.GET.get("room", ""))
        except Refused as refusal:
            return JsonResponse({"message": refusal.problems[0].message})
        return JsonResponse(
            {
                "label": row.unit.label,
                "owed": f"{row.amount:.2f}",
                "paid": f"{row.paid:.2f}",
                "missing": f"{row.missing:.2f}",
            }
        )


def _figures(money: Sums) -> list[dict[str, Any]]:
    share = formats.share_of(money.paid, money.owed)
    return [
        {
            "label": "应缴",
            "value": formats.yuan(money.owed),
            "unit": "元",
            "note": f"{formats.count(money.households)} 户",
        },
        {
            "label": "已缴",
            "value": formats.yuan(money.paid),
            "unit": "元",
            "note": f"到位率 {share}",
        },
        {
            "label": "未缴",
            "value": formats.yuan(money.missing),
            "unit": "元",
            "note": f"{formats.count(money.households - money.settled)} 户未缴清",
            "strong_tone": "amber" if money.missing else "",
        },
        {
            "label": "缴清",
            "value": f"{formats.count(money.settled)}",
            "unit": "户",
            "note": f"{formats.share_of(money.settled, money.households)}，"
            f"{money.settled}/{money.households} 户",
        },
    ]


def _bar(state: str, building: str, room: str, numbers: list[str], sort: str) -> dict[str, Any]:
    return {
        "find": {"name": "room", "value": room, "placeholder": "按房号找，如 3-4-301"},
        "selects": [
            {"name": "state", "label": "缴款", "value": state, "options": list(STATES.items())},
            {
                "name": "building",
                "label": "楼栋",
                "value": building,
                "options": [(number, f"{number}号楼") for number in numbers],
            },
        ],
        "hidden": [("sort", sort)] if sort else [],
    }

"""Booking allocations, receipts and payments of a project, and taking them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import ActionView, ServiceView, visible
from common.clock import business_now, business_today
from funding.forms.flows import AllocationForm, BookingForm, ReasonForm, ReceiptForm, SpendingForm
from funding.models import Allocation, Payment, Receipt
from funding.rules.flows import moved
from funding.selectors.accounts import accounts
from funding.services import arrivals, flow_values, reversals, spending
from funding.services.sources import ensure_sources
from funding.views.base import OfProject
from records.selectors.origins import origins_of

LABELS = {"allocation": "下达", "receipt": "到位", "payment": "支付"}
FORMS: dict[str, type[BookingForm]] = {
    "allocation": AllocationForm,
    "receipt": ReceiptForm,
    "payment": SpendingForm,
}
BOOK: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "allocation": (arrivals.allocate, flow_values.NewAllocation),
    "receipt": (arrivals.receive, flow_values.NewReceipt),
    "payment": (spending.pay, flow_values.NewSpending),
}
MODELS: dict[str, Any] = {"allocation": Allocation, "receipt": Receipt, "payment": Payment}
DAYS = {"allocation": "allocated_on", "receipt": "received_on", "payment": "paid_on"}


class Flows(OfProject, ServiceView):
    """GET shows balances and bookings of one kind, POST books one of that kind."""

    template_name = "funding/flows.html"

    @property
    def kind(self) -> str:
        """`?kind=` allocation (default), receipt or payment."""
        kind = self.request.GET.get("kind", "allocation")
        if kind not in FORMS:
            raise Http404
        return kind

    def get_form_class(self) -> type[BookingForm]:
        """The form of the kind."""
        return FORMS[self.kind]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Sources of the district; residents' money comes in through their ledger only."""
        values: dict[str, Any] = super().get_form_kwargs()
        sources = ensure_sources(self.project.area_code)
        if self.kind != "payment":
            sources = [row for row in sources if row.kind != "residents"]
        return values | {"sources": sources}

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {DAYS[self.kind]: business_today()}

    def run(self, form: Any) -> Any:
        """Book it."""
        book, shape = BOOK[self.kind]
        money = shape(**form.cleaned_data)
        return book(by=self.person, at=business_now(), project=self.project, money=money)

    def done_message(self) -> str:
        """What was booked."""
        return f"已登记{LABELS[self.kind]}：{self.result.source} {self.result.amount:,.2f} 元。"

    def get_success_url(self) -> str:
        """Ready for the next of the same kind."""
        return f"{self.url('flows')}?kind={self.kind}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Balances by source, bookings of the kind, tabs between kinds."""
        sources = ensure_sources(self.project.area_code)
        found = accounts(self.project, sources)
        here = self.url("flows")
        entries = self._entries()
        origins = origins_of(MODELS[self.kind], [row.pk for row in entries])
        return super().get_context_data(**kwargs) | {
            "project": self.project,
            "crumbs": self.crumbs(),
            "kind": self.kind,
            "kind_label": LABELS[self.kind],
            "tabs": [
                {"label": label, "url": f"{here}?kind={kind}", "current": kind == self.kind}
                for kind, label in LABELS.items()
            ],
            "balances": [(row, found[row.pk]) for row in sources if moved(found[row.pk])],
            "entries": [self._entry(row) | {"origin": origins.get(row.pk)} for row in entries],
            "may_book": can(self.person, Permission.BOOK_MONEY, on=self.project),
        }

    def _entries(self) -> list[Any]:
        rows = MODELS[self.kind].objects.filter(project=self.project)
        return list(rows.select_related("source", "booked_by", "reversed_by").order_by("-pk")[:200])

    def _entry(self, row: Any) -> dict[str, Any]:
        gone = hasattr(row, "reversed_by")
        free = not gone and row.reverses_id is None
        action = None
        if free and can(self.person, Permission.BOOK_MONEY, on=self.project):
            action = {
                "label": "冲正",
                "url": self.url("reverse_flow", kind=self.kind, entry_id=row.pk),
                "confirm": {
                    "title": f"冲正这笔{LABELS[self.kind]}",
                    "text": f"{row.source} {row.amount:,.2f} 元。冲正另记一笔，原记录保留。",
                    "yes": "冲正",
                    "reason": "reason",
                },
            }
        return {
            "row": row,
            "gone": gone,
            "day": getattr(row, DAYS[self.kind]),
            "number": getattr(row, "voucher", "") or getattr(row, "document_no", ""),
            "action": action,
        }


class Reverse(OfProject, ActionView):
    """POST takes one booking back."""

    success_message = "已冲正。"

    def run(self) -> Any:
        """The booking must belong to the project in the address."""
        model = MODELS.get(self.kwargs["kind"])
        if model is None:
            raise Http404
        entry = visible(
            model.objects.select_related("project", "source"),
            self.person,
            pk=self.kwargs["entry_id"],
            project=self.project.pk,
        )
        form = ReasonForm(self.request.POST)
        form.is_valid()
        reason = form.cleaned_data.get("reason", "")
        return reversals.reverse(by=self.person, at=business_now(), entry=entry, reason=reason)

    def back(self) -> str:
        """The bookings of that kind."""
        return f"{self.url('flows')}?kind={self.kwargs['kind']}"

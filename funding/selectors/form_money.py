"""Money as it stands on an application or filing: who is to pay, and what has come."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from common.explanations import Clause, Explanation
from funding.models import Determination, LedgerEntry, Receipt
from funding.models.determinations import PAYERS
from funding.selectors.accounts import SIGNED_FLOW, received_from_residents
from funding.selectors.determinations import most_advanced
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class Payer:
    """One kind of payer: 元 to be paid; 元 that came, None while nothing is booked."""

    name: str
    amount: Decimal
    received: Decimal | None


@dataclass(frozen=True, slots=True)
class FormMoney:
    """The most advanced determination and what came; everything None before there is one.

    `residents` is what they are to pay, `paid` what they have paid, None while nothing is booked.
    """

    stage: str = ""
    total: Decimal | None = None
    residents: Decimal | None = None
    paid: Decimal | None = None
    payers: tuple[Payer, ...] = ()
    clauses: tuple[Clause, ...] = ()


def form_money(project: Project) -> FormMoney:
    """Five queries at most."""
    paid = _paid(project)
    rows = Determination.objects.filter(project=project, live=True).prefetch_related("lines")
    row = most_advanced(rows)
    if row is None:
        return FormMoney(paid=paid)
    received = _received(project)
    if paid is not None:
        received["residents"] = paid
    confirmed = "" if row.confirmed_at else "，尚未确认"
    return FormMoney(
        stage=f"{row.get_stage_display()}{confirmed}",
        total=row.total,
        residents=row.residents,
        paid=paid,
        payers=tuple(_payers(row, received)),
        clauses=Explanation.from_dict(row.explanation).clauses,
    )


def _payers(row: Determination, received: dict[str, Decimal]) -> list[Payer]:
    """By kind, in the policy's order; receipts are booked by kind."""
    lines = [line for line in row.lines.all() if line.amount]
    kinds = dict.fromkeys(line.kind for line in lines)
    extra = [kind for kind in received if kind not in kinds and received[kind]]
    found = []
    for kind in (*kinds, *extra):
        mine = [line for line in lines if line.kind == kind]
        name = "、".join(line.name for line in mine) or PAYERS.get(kind, kind)
        amount = sum((line.amount for line in mine), Decimal(0))
        found.append(Payer(name, amount, received.get(kind)))
    return found


def _received(project: Project) -> dict[str, Decimal]:
    rows = Receipt.objects.filter(project=project).order_by().values("source__payer")
    return {row["source__payer"]: row["balance"] for row in rows.annotate(balance=Sum(SIGNED_FLOW))}


def _paid(project: Project) -> Decimal | None:
    booked = LedgerEntry.objects.filter(project=project).exists()
    return received_from_residents(project) if booked else None

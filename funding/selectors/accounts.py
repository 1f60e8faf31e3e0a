"""Balances under one project: by household, by source. Sums are made by the database."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Case, DecimalField, ExpressionWrapper, F, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from funding.models import Allocation, LedgerEntry, Payment, Receipt, Source
from funding.rules.flows import Account
from renovation.models import Project

MONEY: DecimalField = DecimalField(max_digits=18, decimal_places=2)
ZERO = Value(Decimal("0.00"), output_field=MONEY)
SIGNED_ENTRY = ExpressionWrapper(F("amount") * F("direction"), output_field=MONEY)
# A reversal repeats the amount and counts against it.
SIGNED_FLOW = Case(
    When(reverses__isnull=True, then=F("amount")), default=-F("amount"), output_field=MONEY
)


def received_from_residents(project: Project) -> Decimal:
    """What the households of the project have paid on balance, in 元."""
    return _sum(LedgerEntry.objects.filter(project=project), SIGNED_ENTRY)


def paid_by_unit(project: Project, unit_ids: list[int] | None = None) -> dict[int, Decimal]:
    """Balance by unit id, in 元; units that never paid are absent."""
    rows = LedgerEntry.objects.filter(project=project)
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    found = rows.order_by().values("unit").annotate(balance=Sum(SIGNED_ENTRY))
    return {row["unit"]: row["balance"] for row in found}


def account(project: Project, source: Source) -> Account:
    """One source of one project on balance."""
    return accounts(project, [source])[source.pk]


def accounts(project: Project, sources: list[Source]) -> dict[int, Account]:
    """The sources of one project on balance, by source id; four queries whatever their number.

    Residents' money is what their ledger holds; only government money is bound to allocations.
    """
    allocated = _by_source(Allocation.objects.filter(project=project))
    received = _by_source(Receipt.objects.filter(project=project))
    paid = _by_source(Payment.objects.filter(project=project))
    residents = received_from_residents(project)
    nothing = Decimal("0.00")
    return {
        source.pk: Account(
            name=source.name,
            allocated=allocated.get(source.pk, nothing),
            received=residents if source.kind == "residents" else received.get(source.pk, nothing),
            paid=paid.get(source.pk, nothing),
            bound=source.payer == "government",
        )
        for source in sources
    }


def _by_source(
    rows: QuerySet[Allocation] | QuerySet[Receipt] | QuerySet[Payment],
) -> dict[int, Decimal]:
    found = rows.order_by().values("source").annotate(balance=Sum(SIGNED_FLOW))
    return {row["source"]: row["balance"] for row in found}


def _sum(rows: QuerySet[LedgerEntry], what: ExpressionWrapper) -> Decimal:
    total: Decimal = rows.aggregate(balance=Coalesce(Sum(what), ZERO))["balance"]
    return total

"""Residents' balance and the flows of each source, added up row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from funding.models import Allocation, LedgerEntry, Payment, Receipt
from funding.rules.ledger import balance
from funding.selectors.accounts import received_from_residents
from funding.selectors.determinations import in_force
from renovation.models import Project, ProjectFact

Found = tuple[str, str, str]
"""What was looked at, as stored, as computed."""


def of_ledger(project: Project) -> Iterator[Found]:
    """The residents' balance against its entries, and the facts that follow from it."""
    entries = LedgerEntry.objects.filter(project=project).values_list("direction", "amount")
    received = balance(entries)
    if (stored := received_from_residents(project)) != received:
        yield "居民已缴合计", str(stored), str(received)
    facts = dict(
        ProjectFact.objects.filter(project=project, key__startswith="money.residents").values_list(
            "key", "value"
        )
    )
    fact = facts.get("money.residents_received")
    if fact is not None and Decimal(fact) != received:
        yield "事实：居民已缴", fact, str(received)
    governs = in_force(project)
    due = facts.get("money.residents_due")
    if (due is None) != (governs is None) or (
        governs and due and Decimal(due) != governs.residents
    ):
        yield "事实：居民应缴", str(due), str(governs.residents if governs else None)


def of_flows(project: Project) -> Iterator[Found]:
    """No source pays more than it received, or was allocated less than nothing."""
    received, paid = _by_kind(project, Receipt), _by_kind(project, Payment)
    allocated = _by_kind(project, Allocation)
    received["residents"] = received_from_residents(project)
    for kind, amount in paid.items():
        if amount > received.get(kind, Decimal(0)):
            yield f"{kind} 支付超过到位", str(amount), str(received.get(kind, Decimal(0)))
    for kind, amount in allocated.items():
        if amount < 0:
            yield f"{kind} 下达小于零", str(amount), "0.00"


def _by_kind(
    project: Project, model: type[Allocation] | type[Receipt] | type[Payment]
) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    rows = model.objects.filter(project=project).values_list("source__kind", "amount", "reverses")
    for kind, amount, reverses in rows:
        found[kind] += -amount if reverses else amount
    return dict(found)

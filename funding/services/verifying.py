"""Stored money recomputed by another path: what does not agree is named, nothing is changed.

The paths differ on purpose. Splits are checked by what a largest-remainder split must satisfy, not
by splitting again; sums by reading every row in Python, where the pages let the database add.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from common.errors import DomainError
from common.money import yuan
from funding.models import Allocation, Determination, HouseholdShare, LedgerEntry, Payment, Receipt
from funding.rules import inputs
from funding.rules.household import HouseholdPart, Whole, exact_part
from funding.rules.ledger import balance
from funding.selectors.accounts import received_from_residents
from funding.selectors.determinations import in_force
from policies.rules.money_model import SharesRule
from policies.rules.shares import Home, determine
from policies.selectors.governing import rule_at
from renovation.models import Project, ProjectFact

FEN = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that does not come out as stored."""

    project: str
    what: str
    stored: str
    computed: str


def verify(projects: QuerySet[Project]) -> Iterator[Difference]:
    """Every difference in these projects, project by project."""
    for project in projects.iterator(chunk_size=200):
        for what, stored, computed in _project(project):
            yield Difference(project.code, what, stored, computed)


Found = tuple[str, str, str]


def _project(project: Project) -> Iterator[Found]:
    for row in Determination.objects.filter(project=project):
        yield from _determination(row)
    yield from _ledger(project)
    yield from _flows(project)


def _determination(row: Determination) -> Iterator[Found]:
    name = f"{row.get_stage_display()}测算 {row.pk}"
    lines = {line.payer: line.amount for line in row.lines.all()}
    if sum(lines.values()) != row.total:
        yield f"{name} 各方合计", str(row.total), str(sum(lines.values()))
    shares = list(row.shares.all())
    homes = [Home(share.unit_code, share.area, share.building) for share in shares]
    try:
        rule = rule_at(row.version_id, "shares").rule
        found = determine(rule, inputs.from_json(row.inputs), homes)
        again = found.by_payer
    except (DomainError, KeyError) as error:
        yield f"{name} 重算", str(lines), f"算不出：{error}"
        return
    if again != lines:
        yield f"{name} 按存下的输入重算", str(lines), str(again)
    whole = sum((share.amount for share in shares), Decimal("0.00"))
    if whole != row.residents:
        yield f"{name} 分户合计", str(row.residents), str(whole)
    if found.by_home is None:
        yield from _split(name, row, shares, rule)
    else:
        yield from _limited(name, shares, found.by_home)


def _limited(
    name: str, shares: list[HouseholdShare], by_home: Mapping[str, Decimal]
) -> Iterator[Found]:
    """Each home pays what its limits say."""
    for share in shares:
        if share.amount != by_home[share.unit_code]:
            yield f"{name} {share.unit_code}", str(share.amount), str(by_home[share.unit_code])


def _split(
    name: str, row: Determination, shares: list[HouseholdShare], rule: SharesRule
) -> Iterator[Found]:
    """Each part lies within a fen of the exact one, and the greater remainders were rounded up."""
    area = sum((share.area for share in shares), Decimal(0))
    near: dict[str, list[HouseholdShare]] = defaultdict(list)
    for share in shares:
        near[share.building].append(share)
    lifted: list[Fraction] = []
    lowered: list[Fraction] = []
    for share in shares:
        same = near[share.building]
        own = sum((one.area for one in same), Decimal(0))
        part = HouseholdPart(share.unit_code, share.area, share.building, share.amount)
        exact = exact_part(rule, part, Whole(row.residents, len(shares), area, len(same), own))
        above = Fraction(share.amount) - exact
        if abs(above) >= FEN:
            yield f"{name} {share.unit_code}", str(share.amount), str(yuan(exact))
        (lifted if above > 0 else lowered).append(FEN - above if above > 0 else -above)
    if lifted and lowered and min(lifted) < max(lowered):
        yield f"{name} 尾差", "最大余数先进", "次序不符"


def _ledger(project: Project) -> Iterator[Found]:
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


def _flows(project: Project) -> Iterator[Found]:
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

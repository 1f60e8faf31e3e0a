"""Stored determinations recomputed from their own inputs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from common.errors import DomainError
from common.money import yuan
from funding.models import Determination, HouseholdShare
from funding.rules import inputs
from funding.rules.household import HouseholdPart, Whole, exact_part
from funding.services.verifying_books import Found
from policies.rules.money_model import SharesRule
from policies.rules.shares import Home, determine
from policies.selectors.governing import rule_at

FEN = Fraction(1, 100)


def of_determination(row: Determination) -> Iterator[Found]:
    """Sums, parties and households against the stored inputs put through the rule again."""
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

"""What lies on the residents beside the lines: flat sums, limits per home, what counts as paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from common.errors import Problem, Undecidable
from common.money import total, yuan
from policies.rules.apportioning import Home, apportion
from policies.rules.money_model import SharesRule
from policies.rules.residents_model import HomeRounding, Per, ResidentsRule

ZERO = Decimal("0.00")
ROUNDINGS = {"half_up": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}


@dataclass(frozen=True, slots=True)
class HomePass:
    """Each home's part before and after the limits; `moved`: payer → 元 more (or less)."""

    before: Decimal
    by_home: Mapping[str, Decimal]
    moved: Mapping[str, Decimal]
    held_up: int
    held_down: int


def quantity(
    per: Per, area: Decimal, households: int, name: str, problems: list[Problem]
) -> Decimal | int:
    """㎡ or homes that a sum is multiplied by; a missing one is noted."""
    count = area if per == "area" else households
    if count <= 0:
        what = "改造建筑面积" if per == "area" else "户数"
        problems.append(
            Problem(
                f"“{name}”尚不能判定：需要“{what}”",
                code="fact_missing",
                remedy="先在户册中核定面积和户数",
            )
        )
    return count


def flat_parts(
    rule: SharesRule, area: Decimal, households: int, by_payer: dict[str, Decimal]
) -> dict[str, Decimal]:
    """Move the flat sums from those they relieve to the residents; 元 by flat part.

    Raises Undecidable when a quantity is missing, or a sum is more than its payer had to give.
    """
    problems: list[Problem] = []
    found = {}
    residents = rule.payer_of_kind("residents")
    for one in rule.residents.flat:
        count = quantity(one.per, area, households, one.name, problems)
        amount = yuan(one.amount * count)
        have = by_payer[one.relieves]
        if amount > have:
            problems.append(
                Problem(
                    f"“{one.name}”合计 {amount:,.2f} 元，"
                    f"超过{rule.payer_name(one.relieves)}应出的 {have:,.2f} 元",
                    code="flat_exceeds",
                    value=f"{amount:,.2f}",
                    expected=f"不超过 {have:,.2f} 元",
                    remedy="由主管部门明确多出部分归谁后补充规则",
                )
            )
            continue
        by_payer[one.relieves] -= amount
        by_payer[residents] += amount
        found[one.key] = amount
    if problems:
        raise Undecidable(problems)
    return found


def limit_homes(
    rule: SharesRule, homes: Sequence[Home], by_payer: dict[str, Decimal]
) -> HomePass | None:
    """Round each home's part and hold it between floor and ceiling; the difference moves.

    The ceiling is applied last and always holds. None where the rule has no limit per home.
    """
    limits = rule.residents
    if not limits.by_home:
        return None
    if not homes:
        raise Undecidable(
            Problem(
                "居民出资按户设有上下限或取整，尚不能判定：需要“户册”",
                code="fact_missing",
                remedy="先在户册中补全专有部分及其面积",
            )
        )
    residents = rule.payer_of_kind("residents")
    before = by_payer[residents]
    parts = apportion(rule, before, homes)
    moved: dict[str, Decimal] = {}
    by_home, up, down = {}, 0, 0
    for code, part in parts.items():
        held = _held(limits, part, moved)
        by_home[code] = held
        up += limits.floor is not None and held > part
        down += limits.ceiling is not None and held < part and held == limits.ceiling.amount
    for payer, amount in moved.items():
        by_payer[payer] += amount
    by_payer[residents] = total(by_home.values())
    short = [payer for payer in moved if by_payer[payer] < 0]
    if short:
        names = "、".join(rule.payer_name(payer) for payer in short)
        raise Undecidable(
            Problem(
                f"每户下限使居民多出的部分超过{names}应出的数，多出部分归谁方案没有写",
                code="floor_exceeds",
                remedy="由主管部门裁定后补充规则",
            )
        )
    return HomePass(before, by_home, moved, up, down)


def _held(limits: ResidentsRule, part: Decimal, moved: dict[str, Decimal]) -> Decimal:
    """One home's part after rounding, floor and ceiling; each difference goes to its payer."""
    held = part
    if limits.rounding:
        rounded = round_home(limits.rounding, held)
        _move(moved, limits.rounding.other, held - rounded)
        held = rounded
    if limits.floor and held < limits.floor.amount:
        _move(moved, limits.floor.other, held - limits.floor.amount)
        held = yuan(limits.floor.amount)
    if limits.ceiling and held > limits.ceiling.amount:
        _move(moved, limits.ceiling.other, held - limits.ceiling.amount)
        held = yuan(limits.ceiling.amount)
    return held


def _move(moved: dict[str, Decimal], payer: str, amount: Decimal) -> None:
    if amount:
        moved[payer] = moved.get(payer, ZERO) + amount


def round_home(rule: HomeRounding, part: Decimal) -> Decimal:
    """A part in whole units, in 元."""
    units = (part / rule.unit).quantize(Decimal(1), ROUNDINGS[rule.way])
    return yuan(units * rule.unit)

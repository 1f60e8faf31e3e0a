"""The kinds of steps: base, split, bonus or malus, rewards for spending, tables, the rest."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.explanations import Input, Line
from common.money import split, total, yuan
from common.shares import percent
from policies.rules import government_model as g
from policies.rules.field_labels_money import OF
from policies.rules.government_facts import GovernmentFacts, StepOutcome
from policies.rules.on_time import on_time
from policies.rules.pool import ZERO, Pool, outcome, place_of
from policies.rules.shares_explained import share_text
from policies.rules.tier_model import TierTable
from policies.rules.vocabulary import TAGS

__all__ = ["STEPS", "Pool"]

UNITS = {"area": "㎡", "home": "户"}


def _base(
    _rule: g.GovernmentRule, step: g.BaseStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    before = len(pool.problems)
    cost = _cost(step, step.of, facts, pool) if step.counts == "actual" else ZERO
    limited = step.counts == "standard" or step.at_least is not None or step.at_most is not None
    count = _count(step, step.per, facts, pool) if limited else Fraction(0)
    if len(pool.problems) > before or cost is None or count is None:
        return None
    unit = UNITS[step.per]
    if step.standard is not None:
        amount = yuan(count * Fraction(step.standard))
        line = Line(
            "按标准", f"{step.standard:,f} 元/{unit} × {_shown(count)} {unit}", f"{amount:,.2f}"
        )
        pool.levels[step.pays] += amount
        return outcome(step, amount, [line])
    lines = [Line(OF[step.of], "", f"{cost:,.2f}")]
    amount = cost
    if step.at_least is not None:
        least = yuan(count * Fraction(step.at_least))
        amount = max(amount, least)
        lines.append(_limit("下限", step.at_least, count, unit, least))
    if step.at_most is not None:
        most = yuan(count * Fraction(step.at_most))
        over = max(amount - most, ZERO)
        amount -= over
        pool.bear(step.overflow_to, over)
        lines.append(_limit("上限", step.at_most, count, unit, most))
        lines.append(Line(f"超出部分由{pool.names[step.overflow_to]}承担", "", f"{over:,.2f}"))
    pool.levels[step.pays] += amount
    lines.append(Line("基数", "", f"{amount:,.2f}", emphasis=True))
    return outcome(step, amount, lines)


def _limit(name: str, per: Decimal, count: Fraction, unit: str, limit: Decimal) -> Line:
    return Line(name, f"{per:,f} 元/{unit} × {_shown(count)} {unit}", f"{limit:,.2f}")


def _shown(count: Fraction) -> str:
    return f"{Decimal(count.numerator) / Decimal(count.denominator):,f}"


def _cost(step: g.MoneyStep, of: str, facts: GovernmentFacts, pool: Pool) -> Decimal | None:
    cost = facts.total if of == "total" else facts.government
    if cost is None:
        pool.needs(step, OF[of], "先完成造价或出资测算")
        return None
    return yuan(cost)


def _count(step: g.MoneyStep, per: str, facts: GovernmentFacts, pool: Pool) -> Fraction | None:
    count = facts.area if per == "area" else facts.households
    if count is None:
        pool.needs(step, "改造建筑面积" if per == "area" else "户数")
        return None
    return Fraction(count)


def _split(
    rule: g.GovernmentRule, step: g.SplitStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    before = len(pool.problems)
    place = None
    if any(row.places for row in step.rows):
        place = place_of(rule, step, facts, pool)
        if len(pool.problems) > before:
            return None
    key = place.key if place else ""
    row = next((one for one in step.rows if key in one.places or not one.places), None)
    if row is None:
        where = place.name if place else facts.area_code
        pool.unsaid(step, f"“{where}”没有分担比例", "在 rows 中补一行，或写一行不带 places 的")
        return None
    whole = pool.levels[step.pays]
    parts = split(whole, {part.payer: part.share for part in row.parts})
    pool.levels[step.pays] = ZERO
    lines = []
    for part in row.parts:
        pool.levels[part.payer] += parts[part.payer]
        formula = f"{whole:,.2f} × {share_text(part.share)}"
        lines.append(Line(pool.names[part.payer], formula, f"{parts[part.payer]:,.2f}"))
    inputs = (Input("地方类型", place.name),) if place else ()
    return outcome(step, whole, lines, inputs=inputs)


def _adjust(
    _rule: g.GovernmentRule, step: g.AdjustStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    paid = facts.residents_paid
    if paid is None:
        pool.needs(step, step.table.name)
        return None
    tier = step.table.find(paid)
    if tier is None:
        _outside(step, step.table, Fraction(paid), pool)
        return None
    base = pool.levels[step.pays]
    change = yuan(Fraction(base) * abs(tier.gives)) * (1 if tier.gives >= 0 else -1)
    pool.levels[step.pays] += change
    pool.bear(step.against, -change)
    sign = "增加" if tier.gives >= 0 else "减少"
    formula = f"{base:,.2f} × {share_text(abs(tier.gives))}"
    lines = [
        Line(sign, formula, f"{change:,.2f}", emphasis=True),
        Line(f"{pool.names[step.against]}相应增减", "", f"{-change:,.2f}"),
    ]
    return outcome(step, change, lines, inputs=(Input(step.table.name, percent(paid, 1)),))


def _reimburse(
    _rule: g.GovernmentRule, step: g.ReimburseStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    if facts.spent is None:
        pool.needs(step, f"{pool.names[step.of]}的投入")
        return None
    own = [one for one in facts.spent if one.payer == step.of]
    spent = yuan(total(one.amount for one in own if not one.tags & step.outside))
    inputs = (Input(f"{pool.names[step.of]}的投入", f"{spent:,.2f}", "元"),)
    lines = [
        Line("不计入", _tags(one.tags & step.outside), f"{one.amount:,.2f}")
        for one in own
        if one.tags & step.outside
    ]
    if facts.events.get(step.event) is None:
        return outcome(step, ZERO, lines, state="waiting", inputs=inputs)
    amount = _rewarded(step, facts, pool, spent, lines)
    if amount is None:
        return None
    pool.levels[step.pays] += amount
    pool.bear(step.of, -amount)
    return outcome(step, amount, lines, state="earned", inputs=inputs)


def _rewarded(
    step: g.ReimburseStep, facts: GovernmentFacts, pool: Pool, spent: Decimal, lines: list[Line]
) -> Decimal | None:
    """元 by the rule's share, or as settled case by case within the limit."""
    most = None if step.at_most is None else yuan(Fraction(spent) * step.at_most)
    if step.share is not None:
        amount = yuan(Fraction(spent) * step.share)
        lines.append(Line("奖补", f"{spent:,.2f} × {share_text(step.share)}", f"{amount:,.2f}"))
        return amount if most is None else min(amount, most)
    settled = facts.decided.get(step.key)
    if settled is None and spent == 0:
        lines.append(Line("核定奖补", "没有可奖补的投入", f"{ZERO:,.2f}"))
        return ZERO
    if settled is None:
        pool.unsaid(step, step.undecided, "由主管部门逐项核定奖补金额")
        return None
    limit = spent if most is None else most
    if settled > limit:
        pool.unsaid(step, f"核定 {settled:,.2f} 元超过限额", "核减", f"不超过 {limit:,.2f} 元")
        return None
    lines.append(Line("核定奖补", step.undecided, f"{settled:,.2f}"))
    return yuan(settled)


def _tags(tags: frozenset[str]) -> str:
    return "、".join(TAGS.get(tag, tag) for tag in sorted(tags))


def _tiers(
    _rule: g.GovernmentRule, step: g.TierStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    before = len(pool.problems)
    table = step.table
    value = facts.measures.get(table.measure)
    if value is None:
        pool.needs(step, table.name)
    times = _times(step, facts, pool)
    if len(pool.problems) > before or value is None or times is None:
        return None
    tier = table.find(Fraction(value))
    if tier is None:
        _outside(step, table, Fraction(value), pool)
        return None
    amount = yuan(tier.gives * times)
    pool.levels[step.pays] += amount
    formula = f"{yuan(tier.gives):,.2f} 元 × {_shown(times)}"
    lines = [Line(f"{table.name} {value:,f} {table.unit}", formula, f"{amount:,.2f}")]
    return outcome(step, amount, lines)


def _times(step: g.TierStep, facts: GovernmentFacts, pool: Pool) -> Fraction | None:
    if not step.times:
        return Fraction(1)
    if step.times in {"area", "households"}:
        return _count(step, "area" if step.times == "area" else "home", facts, pool)
    value = facts.measures.get(step.times)
    if value is None:
        pool.needs(step, step.times)
        return None
    return Fraction(value)


def _outside(step: g.MoneyStep, table: TierTable, value: Fraction, pool: Pool) -> None:
    """A value that no tier holds is not extrapolated."""
    pool.unsaid(
        step,
        f"{table.name} {_shown(value)} {table.unit}不在分档之内，方案没有写",
        "由主管部门明确后，在政策的 tiers 中补一档",
    )


def _rest(
    _rule: g.GovernmentRule, step: g.RestStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    cost = _cost(step, step.of, facts, pool)
    if facts.granted is None:
        pool.needs(step, "已落实的上级资金", "登记下达，没有的写 0")
    if cost is None or facts.granted is None:
        return None
    granted = yuan(facts.granted)
    if granted > cost:
        pool.unsaid(step, f"已落实 {granted:,.2f} 元，多于 {cost:,.2f} 元", "核对下达与造价")
        return None
    amount = cost - granted
    pool.levels[step.pays] += amount
    name = pool.names[step.pays]
    formula = f"{cost:,.2f} − {granted:,.2f}"
    return outcome(step, amount, [Line(f"由{name}筹措", formula, f"{amount:,.2f}", emphasis=True)])


Handler = Callable[[g.GovernmentRule, Any, GovernmentFacts, Pool], StepOutcome | None]
STEPS: dict[type[g.MoneyStep], Handler] = {
    g.BaseStep: _base,
    g.SplitStep: _split,
    g.AdjustStep: _adjust,
    g.OnTimeStep: on_time,
    g.ReimburseStep: _reimburse,
    g.TierStep: _tiers,
    g.RestStep: _rest,
}

"""Costs, quantities and values that several government steps ask for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from common.explanations import Input
from common.money import yuan
from common.shares import percent
from policies.rules import government_model as g
from policies.rules.field_labels_money import OF
from policies.rules.government_facts import GovernmentFacts
from policies.rules.pool import Pool
from policies.rules.tier_model import PAID, TierTable


def shown(count: Fraction) -> str:
    """A count as people read it."""
    return f"{Decimal(count.numerator) / Decimal(count.denominator):,f}"


def cost_of(step: g.MoneyStep, of: str, facts: GovernmentFacts, pool: Pool) -> Decimal | None:
    """元 of the cost that a step works on; a missing one is noted."""
    cost = facts.total if of == "total" else facts.government
    if cost is None:
        pool.needs(step, OF[of], "先完成造价或出资测算")
        return None
    return yuan(cost)


def count_of(step: g.MoneyStep, per: str, facts: GovernmentFacts, pool: Pool) -> Fraction | None:
    """㎡ or homes; a missing one is noted."""
    count = facts.area if per == "area" else facts.households
    if count is None:
        pool.needs(step, "改造建筑面积" if per == "area" else "户数")
        return None
    return Fraction(count)


def outside(step: g.MoneyStep, table: TierTable, value: Fraction, pool: Pool) -> None:
    """A value that no tier holds is not extrapolated."""
    pool.unsaid(
        step,
        f"{table.name} {shown(value)} {table.unit}不在分档之内，方案没有写",
        "由主管部门明确后，在政策的“分档”中补一档",
    )


def measured(table: TierTable, facts: GovernmentFacts) -> Fraction | None:
    """What a table is read at; area, homes and what residents paid are facts of every project."""
    known = {PAID: facts.residents_paid, "area": facts.area, "households": facts.households}
    value = facts.measures.get(table.measure, known.get(table.measure))
    return None if value is None else Fraction(value)


def shown_input(table: TierTable, value: Fraction) -> Input:
    """The measure as an explanation lists it."""
    if table.measure == PAID:
        return Input(table.name, percent(value, 1))
    return Input(table.name, shown(value), table.unit)

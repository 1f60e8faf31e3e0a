"""A sum from a table of tiers."""

from __future__ import annotations

from fractions import Fraction

from common.explanations import Line
from common.money import yuan
from policies.rules import government_model as g
from policies.rules.government_facts import GovernmentFacts, StepOutcome
from policies.rules.pool import Pool, outcome
from policies.rules.pool_facts import count_of, measured, outside, shown


def tiers(
    _rule: g.GovernmentRule, step: g.TierStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    """元 by the tier of a measure; outside the table it is not decided."""
    before = len(pool.problems)
    table = step.table
    value = measured(table, facts)
    if value is None:
        pool.needs(step, table.name)
    times = _times(step, facts, pool)
    if len(pool.problems) > before or value is None or times is None:
        return None
    tier = table.find(value)
    if tier is None:
        outside(step, table, value, pool)
        return None
    amount = yuan(tier.gives * times)
    pool.levels[step.pays] += amount
    formula = f"{yuan(tier.gives):,.2f} 元 × {shown(times)}"
    lines = [Line(f"{table.name} {shown(value)} {table.unit}", formula, f"{amount:,.2f}")]
    return outcome(step, amount, lines)


def _times(step: g.TierStep, facts: GovernmentFacts, pool: Pool) -> Fraction | None:
    if not step.times:
        return Fraction(1)
    if step.times in {"area", "households"}:
        return count_of(step, "area" if step.times == "area" else "home", facts, pool)
    value = facts.measures.get(step.times)
    if value is None:
        pool.needs(step, step.times)
        return None
    return Fraction(value)

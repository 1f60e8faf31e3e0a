"""More or less by the share that residents paid, or by another measure of the project."""

from __future__ import annotations

from fractions import Fraction

from common.explanations import Line
from common.money import yuan
from policies.rules import government_model as g
from policies.rules.government_facts import GovernmentFacts, StepOutcome
from policies.rules.pool import Pool, outcome
from policies.rules.pool_facts import measured, outside, shown_input
from policies.rules.shares_explained import share_text


def adjust(
    _rule: g.GovernmentRule, step: g.AdjustStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    """The tier of the measure, as 元 of one level that a payer or another level balances."""
    table = step.table
    value = measured(table, facts)
    if value is None:
        pool.needs(step, table.name)
        return None
    tier = table.find(value)
    if tier is None:
        outside(step, table, value, pool)
        return None
    base = pool.levels[step.pays]
    change = yuan(Fraction(base) * abs(tier.gives)) * (1 if tier.gives >= 0 else -1)
    pool.levels[step.pays] += change
    if step.against in pool.levels:
        if change > pool.levels[step.against]:
            short = f"{pool.names[step.against]}的 {pool.levels[step.against]:,.2f} 元不够抵减"
            pool.unsaid(step, short, "核对分档比例和各级分担")
            return None
        pool.levels[step.against] -= change
    else:
        pool.bear(step.against, -change)
    sign = "增加" if tier.gives >= 0 else "减少"
    formula = f"{base:,.2f} × {share_text(abs(tier.gives))}"
    lines = [
        Line(sign, formula, f"{change:,.2f}", emphasis=True),
        Line(f"{pool.names[step.against]}相应增减", "", f"{-change:,.2f}"),
    ]
    return outcome(step, change, lines, inputs=(shown_input(table, value),))

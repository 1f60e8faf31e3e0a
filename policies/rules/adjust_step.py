"""More or less by the share that residents paid."""

from __future__ import annotations

from fractions import Fraction

from common.explanations import Input, Line
from common.money import yuan
from common.shares import percent
from policies.rules import government_model as g
from policies.rules.government_facts import GovernmentFacts, StepOutcome
from policies.rules.pool import Pool, outcome
from policies.rules.pool_facts import outside
from policies.rules.shares_explained import share_text


def adjust(
    _rule: g.GovernmentRule, step: g.AdjustStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    """The tier of the share that residents paid, in 元 of one level."""
    paid = facts.residents_paid
    if paid is None:
        pool.needs(step, step.table.name)
        return None
    tier = step.table.find(paid)
    if tier is None:
        outside(step, step.table, Fraction(paid), pool)
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

"""The rest of the cost that streams leave."""

from __future__ import annotations

from common.explanations import Line
from common.money import yuan
from policies.rules import government_model as g
from policies.rules.government_facts import GovernmentFacts, StepOutcome
from policies.rules.pool import Pool, outcome
from policies.rules.pool_facts import cost_of


def rest(
    _rule: g.GovernmentRule, step: g.RestStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    """元 of the cost that streams leave."""
    cost = cost_of(step, step.of, facts, pool)
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

"""The sum to begin with: actual cost between limits, or a standard."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from common.explanations import Line
from common.money import yuan
from policies.rules import government_model as g
from policies.rules.field_labels_money import OF
from policies.rules.government_facts import GovernmentFacts, StepOutcome
from policies.rules.pool import ZERO, Pool, outcome
from policies.rules.pool_facts import cost_of, count_of, shown

UNITS = {"area": "㎡", "home": "户"}


def base(
    _rule: g.GovernmentRule, step: g.BaseStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    """元 to begin with; what lies above the limit goes to its bearer."""
    before = len(pool.problems)
    cost = cost_of(step, step.of, facts, pool) if step.counts == "actual" else ZERO
    limited = step.counts == "standard" or step.at_least is not None or step.at_most is not None
    count = count_of(step, step.per, facts, pool) if limited else Fraction(0)
    if len(pool.problems) > before or cost is None or count is None:
        return None
    unit = UNITS[step.per]
    if step.standard is not None:
        amount = yuan(count * Fraction(step.standard))
        line = Line(
            "按标准", f"{step.standard:,f} 元/{unit} × {shown(count)} {unit}", f"{amount:,.2f}"
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
    return Line(name, f"{per:,f} 元/{unit} × {shown(count)} {unit}", f"{limit:,.2f}")

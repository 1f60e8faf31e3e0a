"""A reward for another payer's spending, once the work is done."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from common.explanations import Input, Line
from common.money import total, yuan
from policies.rules import government_model as g
from policies.rules.government_facts import GovernmentFacts, StepOutcome
from policies.rules.pool import ZERO, Pool, outcome
from policies.rules.shares_explained import share_text
from policies.rules.vocabulary import TAGS


def reimburse(
    _rule: g.GovernmentRule, step: g.ReimburseStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    """元 for what a payer spent, or nothing before the work is done."""
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

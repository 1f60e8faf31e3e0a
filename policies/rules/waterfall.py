"""Government money by ordered steps, exact to the fen; every missing fact is named at once.

What a step moves it moves between named levels and payers, so that the whole never changes but by
what a step says it adds. Rule source: the clauses on each step. The reference in `tests/policies`
reckons the same another way.
"""

from __future__ import annotations

from common.errors import Undecidable
from common.explanations import Clause, Explanation, Line
from common.money import total
from policies.rules.government_facts import (
    STATES,
    GovernmentFacts,
    GovernmentOutcome,
    StepOutcome,
)
from policies.rules.government_model import GovernmentRule, OnTimeStep
from policies.rules.pool import Pool
from policies.rules.waterfall_steps import STEPS

__all__ = ["at_stake", "reckon"]


def reckon(rule: GovernmentRule, facts: GovernmentFacts) -> GovernmentOutcome:
    """Work through the steps. Raises Undecidable with everything that is missing."""
    pool = Pool.of(rule)
    done = [STEPS[type(step)](rule, step, facts, pool) for step in rule.steps]
    if pool.problems:
        raise Undecidable(list(dict.fromkeys(pool.problems)))
    steps = tuple(one for one in done if one is not None)
    whole = total(pool.levels.values())
    return GovernmentOutcome(
        by_level=dict(pool.levels),
        level_names={level.key: level.name for level in rule.levels},
        borne={payer: amount for payer, amount in pool.borne.items() if amount},
        steps=steps,
        total=whole,
        explanation=_explain(rule, pool, steps),
    )


def at_stake(rule: GovernmentRule, facts: GovernmentFacts) -> tuple[StepOutcome, ...]:
    """Only the rewards that hang on a deadline. Raises Undecidable with all that is missing."""
    pool = Pool.of(rule)
    found = [
        STEPS[OnTimeStep](rule, step, facts, pool)
        for step in rule.steps
        if isinstance(step, OnTimeStep)
    ]
    if pool.problems:
        raise Undecidable(list(dict.fromkeys(pool.problems)))
    return tuple(one for one in found if one is not None)


def _explain(rule: GovernmentRule, pool: Pool, steps: tuple[StepOutcome, ...]) -> Explanation:
    names = {level.key: level.name for level in rule.levels} | dict(rule.payer_names)
    lines = [Line(names[key], "", f"{amount:,.2f}") for key, amount in pool.levels.items()]
    whole = total(pool.levels.values())
    added = " + ".join(f"{amount:,.2f}" for amount in pool.levels.values())
    lines.append(Line("合计", added, f"{whole:,.2f}", emphasis=True))
    lines += [
        Line(
            f"另由{names[payer]}承担" if amount > 0 else f"减轻{names[payer]}",
            "",
            f"{abs(amount):,.2f}",
        )
        for payer, amount in pool.borne.items()
        if amount
    ]
    stakes = [one for one in steps if one.at_stake]
    clauses: list[Clause] = list(rule.clauses)
    for one in steps:
        clauses += one.explanation.clauses
    return Explanation(
        title=rule.name,
        result=f"{whole:,.2f}",
        unit="元",
        sentence="；".join(
            f"{one.name} {one.at_stake:,.2f} 元，{one.until} 前（含当日），{STATES[one.state]}"
            for one in stakes
        )
        or rule.says,
        lines=tuple(lines),
        clauses=tuple(dict.fromkeys(clauses)),
        children=tuple(one.explanation for one in steps),
    )

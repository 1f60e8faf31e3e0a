"""What one level has to give, divided among the levels by type of place."""

from __future__ import annotations

from common.explanations import Input, Line
from common.money import split
from policies.rules import government_model as g
from policies.rules.government_facts import GovernmentFacts, StepOutcome
from policies.rules.pool import ZERO, Pool, outcome, place_of
from policies.rules.shares_explained import share_text


def split_levels(
    rule: g.GovernmentRule, step: g.SplitStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    """The whole of one level divided by the row of the place."""
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
        pool.unsaid(step, f"“{where}”没有分担比例", "在“各地比例”中补一行，或写一行不限地方类型的")
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

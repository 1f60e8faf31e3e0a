"""A deadline with a price: the reward for what was put in, if the event comes by the last day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from common.explanations import Input, Line
from common.money import yuan
from policies.rules.field_labels_money import EVENTS
from policies.rules.government_facts import GovernmentFacts, State, StepOutcome
from policies.rules.government_model import GovernmentRule, OnTimeStep
from policies.rules.pool import ZERO, Pool, outcome, place_of
from policies.rules.shares_explained import share_text


def on_time(
    rule: GovernmentRule, step: OnTimeStep, facts: GovernmentFacts, pool: Pool
) -> StepOutcome | None:
    """The reward earned, still at stake, lost, or not meant for this place."""
    before = len(pool.problems)
    if step.places:
        place = place_of(rule, step, facts, pool)
        if len(pool.problems) == before and (place is None or place.key not in step.places):
            line = Line(place.name if place else "不属于所列地方", "", "不适用")
            return outcome(step, ZERO, [line], state="outside")
    base = _input(step, facts, pool)
    until = last_day(step, facts, pool)
    if facts.events.get(step.event) is None and facts.on is None:
        pool.needs(step, "判定日期")
    if len(pool.problems) > before or base is None or until is None:
        return None
    return _settle(step, facts, pool, base, until)


def last_day(step: OnTimeStep, facts: GovernmentFacts, pool: Pool) -> date | None:
    """The day of the project's group, else the rule's own, else the procedure step's due day."""
    groups = [one.until for one in step.groups if one.group in facts.groups]
    if len(set(groups)) > 1:
        pool.unsaid(step, "项目同属几类，时限不一", "核定项目属于哪一类")
        return None
    if groups:
        return groups[0]
    day = step.until or facts.due.get(step.step)
    if day is None:
        pool.needs(step, "办理期限", "先确定该步骤的办理期限")
    return day


def _input(step: OnTimeStep, facts: GovernmentFacts, pool: Pool) -> Decimal | None:
    """元 that the rewarded level put in; what the base gave it where no other figure is known."""
    own = facts.inputs.get(step.of)
    if own is not None:
        pool.enter(step.of, yuan(own))
    elif pool.levels[step.of]:
        own = pool.levels[step.of]
    if own is None:
        pool.needs(step, f"{pool.names[step.of]}本级投入", "登记本级财政投入")
        return None
    if step.counts == "own":
        return yuan(own)
    passed = facts.passed_down.get(step.of)
    if passed is None:
        pool.needs(step, f"上级下达{pool.names[step.of]}的资金", "登记上级下达资金，没有的写 0")
        return None
    return yuan(own + passed)


def _settle(
    step: OnTimeStep, facts: GovernmentFacts, pool: Pool, base: Decimal, until: date
) -> StepOutcome:
    reward = yuan(Fraction(base) * step.share)
    done = facts.events.get(step.event)
    if done is not None:
        state: State = "earned" if done <= until else "lost"
    else:
        state = "open" if facts.on is not None and facts.on <= until else "lost"
    amount = reward if state == "earned" else ZERO
    pool.levels[step.pays] += amount
    pool.levels[step.of] -= amount
    event = EVENTS[step.event]
    name = pool.names[step.of]
    lines = [
        Line("奖补", f"{base:,.2f} × {share_text(step.share)}", f"{reward:,.2f}"),
        Line("时限（含当日）", "", until.isoformat()),
        Line(f"“{event}”之日", "", done.isoformat() if done else "尚未"),
        Line("已得", "按期则得，逾期不得", f"{amount:,.2f}", emphasis=True),
    ]
    inputs = (Input(f"{name}投入", f"{base:,.2f}", "元"),)
    at_stake = reward if state == "open" else ZERO
    return outcome(step, amount, lines, state=state, inputs=inputs, until=until, at_stake=at_stake)

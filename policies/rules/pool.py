"""The sums that government steps work on, and the small tools they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from common.errors import Problem
from common.explanations import Explanation, Input, Line
from policies.rules.government_facts import STATES, GovernmentFacts, State, StepOutcome
from policies.rules.government_model import (
    BaseStep,
    GovernmentRule,
    MoneyStep,
    PlaceType,
    RestStep,
)

ZERO = Decimal("0.00")


@dataclass(slots=True)
class Pool:
    """元 by level, what other payers bear, and every problem met on the way.

    `reckoned`: a step reckons what the levels give; else what they put in is a fact.
    """

    levels: dict[str, Decimal]
    borne: dict[str, Decimal]
    names: dict[str, str]
    reckoned: bool
    problems: list[Problem] = field(default_factory=list)
    entered: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, rule: GovernmentRule) -> Pool:
        """Nothing given yet."""
        names = {level.key: level.name for level in rule.levels} | dict(rule.payer_names)
        return cls(
            {level.key: ZERO for level in rule.levels},
            {key: ZERO for key, _ in rule.payer_names},
            names,
            reckoned=any(isinstance(step, BaseStep | RestStep) for step in rule.steps),
        )

    def enter(self, level: str, amount: Decimal) -> None:
        """Count what a level put in, once, where no step reckons it."""
        if not self.reckoned and level not in self.entered:
            self.entered.add(level)
            self.levels[level] += amount

    def bear(self, payer: str, amount: Decimal) -> None:
        """Lay 元 on a payer; below zero takes them off."""
        self.borne[payer] = self.borne.get(payer, ZERO) + amount

    def needs(self, step: MoneyStep, what: str, remedy: str = "") -> None:
        """Note a fact that the step needs and does not have."""
        self.problems.append(
            Problem(
                f"“{step.name}”尚不能判定：需要“{what}”",
                code="fact_missing",
                value="",
                remedy=remedy or f"先补充“{what}”",
            )
        )

    def unsaid(self, step: MoneyStep, why: str, remedy: str, expected: str = "") -> None:
        """Note what the policy leaves open."""
        self.problems.append(
            Problem(
                f"“{step.name}”尚不能判定：{why}",
                code="rule_open",
                expected=expected,
                remedy=remedy,
            )
        )


def place_of(
    rule: GovernmentRule, step: MoneyStep, facts: GovernmentFacts, pool: Pool
) -> PlaceType | None:
    """The type of the place; None for a place of no type, or with the problem noted."""
    if not facts.area_code:
        pool.needs(step, "项目所在地区")
        return None
    place = next((one for one in rule.places if one.holds(facts.area_code)), None)
    if place is not None and place.undecided:
        pool.unsaid(step, place.undecided, "由主管部门裁定后在“地方类型”中写明")
        return None
    return place


def outcome(
    step: MoneyStep,
    amount: Decimal,
    lines: list[Line],
    *,
    state: State = "given",
    inputs: tuple[Input, ...] = (),
    until: date | None = None,
    at_stake: Decimal = ZERO,
) -> StepOutcome:
    """What a step gave, with its account."""
    shown = at_stake if state == "open" else amount
    explanation = Explanation(
        title=step.name,
        result=f"{shown:,.2f}",
        unit="元",
        sentence="" if state == "given" else STATES[state],
        inputs=inputs,
        lines=tuple(lines),
        clauses=step.clauses,
    )
    return StepOutcome(step.key, step.name, amount, state, explanation, until, at_stake)

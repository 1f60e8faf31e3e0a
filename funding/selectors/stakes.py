"""Rewards that hang on a deadline, for one project on one day: how many yuan, until when, why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from common.errors import Undecidable
from funding.models import Allocation
from funding.selectors.accounts import SIGNED_FLOW
from policies.rules.government_facts import GovernmentFacts, StepOutcome
from policies.rules.government_model import GovernmentRule, OnTimeStep
from policies.rules.waterfall import at_stake
from renovation.models import Project
from renovation.selectors.governing import governing

CARRIED_OVER = "carried_over"


@dataclass(frozen=True, slots=True)
class Standing:
    """Rewards of the governing policy, and in words what keeps them undecided."""

    rewards: tuple[StepOutcome, ...] = ()
    open_points: tuple[str, ...] = ()

    @property
    def at_stake(self) -> tuple[StepOutcome, ...]:
        """Those that can still be won or lost."""
        return tuple(one for one in self.rewards if one.state == "open" and one.at_stake)


def stakes(project: Project, on: date) -> Standing:
    """What the governing policy rewards of the money that each level was allocated to give.

    Nothing where no government money was allocated, the policy states no reward, or the place has
    none. At most seven queries, one where no money was allocated.
    """
    try:
        return Standing(_reckoned(project, on))
    except Undecidable as refusal:
        if any(problem.code == "rule_missing" for problem in refusal.problems):
            return Standing()
        return Standing(open_points=tuple(problem.words for problem in refusal.problems))


def _reckoned(project: Project, on: date) -> tuple[StepOutcome, ...]:
    allocated = _allocated(project)
    if not allocated:
        return ()
    governs = governing(project, "government", on)
    rule: GovernmentRule = governs.rule
    if not any(isinstance(step, OnTimeStep) for step in rule.steps):
        return ()
    found = at_stake(
        rule,
        GovernmentFacts(
            on=on,
            area_code=project.area_code,
            inputs=_inputs(rule, allocated),
            events=_events(project),
            due=_due(project),
            groups=_groups(project),
        ),
    )
    return tuple(
        replace(
            one,
            explanation=replace(one.explanation, version=governs.version, trigger=governs.trigger),
        )
        for one in found
        if one.state != "outside"
    )


def _allocated(project: Project) -> dict[str, Decimal]:
    rows = Allocation.objects.filter(project=project, source__payer="government")
    found = rows.order_by().values("source__kind").annotate(balance=Sum(SIGNED_FLOW))
    return {row["source__kind"]: row["balance"] for row in found if row["balance"]}


def _inputs(rule: GovernmentRule, allocated: dict[str, Decimal]) -> dict[str, Decimal]:
    """Own money by level; a level none of whose sources was allocated anything put in nothing."""
    nothing = Decimal("0.00")
    return {
        level.key: sum((allocated.get(kind, nothing) for kind in level.sources), nothing)
        for level in rule.levels
        if level.sources
    }


def _events(project: Project) -> dict[str, date]:
    rows = project.milestones.filter(revoked=False, kind__in=["completed", "accepted", "closed"])
    return dict(rows.values_list("kind", "reached_on"))


def _due(project: Project) -> dict[str, date]:
    rows = project.steps.exclude(due_on=None).values_list("key", "due_on")
    return {key: day for key, day in rows if day is not None}


def _groups(project: Project) -> frozenset[str]:
    """A project that stands in the plans of several years was carried over."""
    years = project.plan_lines.order_by().values("plan__year").distinct().count()
    return frozenset({CARRIED_OVER}) if years > 1 else frozenset()

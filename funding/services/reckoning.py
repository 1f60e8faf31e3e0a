"""What the shares rule says of a project now: facts gathered, rule applied, nothing stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from common.clock import SHANGHAI
from common.explanations import Explanation
from funding.rules.household import HouseholdPart
from funding.services.basis import Basis
from funding.services.payers import Payer, payers_of
from funding.services.share_facts import NO_BASIS, facts_at
from policies.rules.money_model import SharesRule
from policies.rules.shares import ShareFacts, ShareOutcome, Stage, apportion, determine
from renovation.models import Project
from renovation.services.pins import Governing, governing


@dataclass(frozen=True, slots=True)
class Result:
    """What the rule says of a project now, not yet stored."""

    governs: Governing
    facts: ShareFacts
    outcome: ShareOutcome
    homes: list[Payer]
    parts: dict[str, HouseholdPart]

    def explanation(self, payer: str, social_source: str = "") -> Explanation:
        """The account headed by one payer's figure, with version, trigger and all sources."""
        told = self.outcome.explanation_for(payer)
        note = told.note
        if self.governs.provisional:
            note = (
                f"触发日为{self.governs.trigger.event}，未到前按现行版本测算；"
                "最终以竣工财务决算为准，届时重算并留下两次的差额。"
            )
        return replace(
            told,
            inputs=tuple(
                replace(one, source=social_source) if one.label == "社会资金" else one
                for one in told.inputs
            ),
            version=self.governs.version,
            trigger=self.governs.trigger,
            status="estimate" if self.facts.stage != "final" else "final",
            note=note,
        )


def reckon(*, at: datetime, project: Project, stage: Stage, basis: Basis = NO_BASIS) -> Result:
    """Compute without storing: used by the service, and by whoever wants to compare."""
    governs = governing(project, "shares", at.astimezone(SHANGHAI).date())
    facts = facts_at(project, stage, basis)
    homes = payers_of(project)
    return reckon_with(governs, facts, homes)


def reckon_with(governs: Governing, facts: ShareFacts, homes: list[Payer]) -> Result:
    """The rule applied to given facts."""
    rule: SharesRule = governs.rule
    paying = [home.home for home in homes]
    outcome = determine(rule, facts, paying)
    shares = outcome.by_home
    if shares is None:
        shares = apportion(rule, outcome.residents_due, paying)
    parts = {
        home.code: HouseholdPart(home.code, home.area, home.building, shares[home.code])
        for home in homes
    }
    return Result(governs, facts, outcome, homes, parts)

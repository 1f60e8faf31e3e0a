"""What the shares rule says of a project now: facts gathered, rule applied, nothing stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from common.clock import SHANGHAI
from common.errors import Problem, Refused
from common.explanations import Explanation
from funding.rules import inputs
from funding.rules.household import HouseholdPart
from funding.selectors.determinations import live
from funding.services.costing import Basis, Payer, cap_area, cost_items, payers_of
from policies.rules.money_model import SharesRule
from policies.rules.shares import ShareFacts, ShareOutcome, Stage, apportion, determine
from policies.rules.vocabulary import MilestoneKind
from renovation.models import Project
from renovation.selectors.situations import procedure_of
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


NO_BASIS = Basis()


def reckon(*, at: datetime, project: Project, stage: Stage, basis: Basis = NO_BASIS) -> Result:
    """Compute without storing: used by the service, and by whoever wants to compare."""
    governs = governing(project, "shares", at.astimezone(SHANGHAI).date())
    facts = _facts(project, stage, basis)
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


def _facts(project: Project, stage: Stage, basis: Basis) -> ShareFacts:
    if stage == "due":
        return _facts_of_due(project, basis)
    if stage == "final":
        _ready_for_final(project)
    items, cost_source = cost_items(project, basis, final=stage == "final")
    area, area_source = cap_area(project, basis)
    return ShareFacts(
        items=tuple(items),
        area=area,
        households=project.households,
        social=basis.social,
        stage=stage,
        area_source=area_source,
        cost_source=cost_source,
    )


def _facts_of_due(project: Project, basis: Basis) -> ShareFacts:
    """The due sum follows the design that the owners voted on, figure for figure."""
    problems = []
    estimate = live(project).get("estimate")
    if estimate is None or estimate.confirmed_at is None:
        problems.append(
            Problem(
                "还没有经复核的预计测算，应缴数无从确定",
                code="no_estimate",
                remedy="先办理预计测算，并由第二人复核",
            )
        )
    if basis != NO_BASIS:
        problems.append(
            Problem(
                "应缴数沿用经复核的预计测算，不另填数",
                code="basis_given",
                remedy="数有变化的，先重新办理预计测算并复核",
            )
        )
    asks = project.procedure_id is not None and any(
        step.reaches is MilestoneKind.CONSENTED for step in procedure_of(project).rule.steps
    )
    if asks and not _reached(project, MilestoneKind.CONSENTED):
        problems.append(
            Problem(
                "方案尚未表决通过，应缴数须以通过的方案为准",
                code="not_consented",
                remedy="先完成方案意见征询并复核结果",
            )
        )
    if problems or estimate is None:
        raise Refused(problems)
    return inputs.from_json(estimate.inputs, "due")


def _ready_for_final(project: Project) -> None:
    problems = []
    due = live(project).get("due")
    if due is None or due.confirmed_at is None:
        problems.append(
            Problem(
                "还没有经复核的应缴数，决算无从比较",
                code="no_due",
                remedy="先办理应缴测算并复核",
            )
        )
    if not _reached(project, MilestoneKind.COMPLETED):
        problems.append(
            Problem(
                "工程尚未完工，不能办理决算",
                code="not_completed",
                remedy="先登记完工",
            )
        )
    if problems:
        raise Refused(problems)


def _reached(project: Project, kind: MilestoneKind) -> bool:
    return project.milestones.filter(kind=kind, revoked=False).exists()

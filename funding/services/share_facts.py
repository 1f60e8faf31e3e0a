"""The facts of a determination at its stage: estimated, due, final."""

from __future__ import annotations

from common.errors import Problem, Refused
from funding.rules import inputs
from funding.selectors.determinations import live
from funding.services.basis import Basis
from funding.services.costing import cap_area, cost_items
from funding.services.share_readiness import reached, ready_for_final
from policies.rules.shares import ShareFacts, Stage
from policies.rules.vocabulary import MilestoneKind
from renovation.models import Project
from renovation.selectors.situations import procedure_of

NO_BASIS = Basis()


def facts_at(project: Project, stage: Stage, basis: Basis) -> ShareFacts:
    """Refused with everything that is missing at that stage."""
    if stage == "due":
        return _facts_of_due(project, basis)
    if stage == "final":
        ready_for_final(project)
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
    if asks and not reached(project, MilestoneKind.CONSENTED):
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

"""What the ledger reports downward: facts and the milestone, in the booking's transaction."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from accounts.models import User
from common.clock import SHANGHAI
from funding.models import Determination
from funding.selectors.accounts import received_from_residents
from funding.selectors.determinations import in_force
from funding.services.resident_facts import OF_DUE, RECEIVED, SOURCE, facts_of
from policies.rules import gates
from policies.rules.gates import FactValue
from policies.rules.vocabulary import MilestoneKind, StepKind
from renovation.models import Project
from renovation.selectors.situations import definition, step_of
from renovation.services.facts import clear_facts, record_facts
from renovation.services.milestones import reach_milestone, revoke_milestone


def lock(project: Project) -> Project:
    """The project's row, held to the end of the transaction: its money is booked in turn."""
    return Project.objects.select_for_update(of=("self",)).get(pk=project.pk)


def report(*, by: User, at: datetime, project: Project, reason: str = "") -> None:
    """Write due, received, share, settled homes and the day as facts, and let the milestone follow.

    Called inside the caller's transaction, under the project's lock. Before a due sum is confirmed
    nothing can be compared: what rests on it is taken back and the gates say so.
    """
    governs = in_force(project)
    received = received_from_residents(project)
    facts, told = facts_of(governs, received)
    record_facts(
        by=by, at=at, project=project, facts=list(facts.values()), source=SOURCE, explanations=told
    )
    gone = [key for key in OF_DUE if key not in facts]
    if gone:
        clear_facts(by=by, at=at, project=project, keys=gone)
    if governs is None:
        return
    _follow(by, at, project, governs, facts, reason)


def _follow(
    by: User,
    at: datetime,
    project: Project,
    governs: Determination,
    facts: dict[tuple[str, str], FactValue],
    reason: str,
) -> None:
    """Reach the milestone when the money step's own gates are met; a broken due sum revokes it.

    After the final account the milestone stays: calls and refunds are settled in the ledger.
    """
    on = at.astimezone(SHANGHAI).date()
    step = step_of(project, StepKind.MONEY)
    asked = [gate for gate in definition(step).gates if gate.fact in _KEYS] if step else []
    outcomes = [gates.evaluate(gate, facts, on) for gate in asked]
    due, received = governs.residents, Decimal(str(facts[RECEIVED].value))
    met = all(outcome.met for outcome in outcomes) if outcomes else received >= due
    words = f"应缴 {due:,.2f} 元，已缴 {received:,.2f} 元"
    if met:
        reach_milestone(
            by=by,
            on=on,
            project=project,
            kind=MilestoneKind.FUNDED,
            evidence=words,
            explanation=outcomes[0].explanation if outcomes else None,
        )
    elif governs.stage == "due":
        revoke_milestone(
            by=by, on=on, project=project, kind=MilestoneKind.FUNDED, reason=reason or words
        )


_KEYS = frozenset(key for key, _ in (*OF_DUE, RECEIVED))

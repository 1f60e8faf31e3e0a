"""What the ledger reports downward: three facts and the milestone, in the booking's transaction."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from accounts.models import User
from common.clock import SHANGHAI
from common.explanations import Explanation, Input, Line
from common.shares import percent
from funding.models import Determination
from funding.rules.ledger import share_received
from funding.selectors.accounts import received_from_residents
from funding.selectors.determinations import in_force
from policies.rules import gates
from policies.rules.gates import FactValue, Value
from policies.rules.vocabulary import MilestoneKind, StepKind
from renovation.models import Project
from renovation.selectors.situations import definition, step_of
from renovation.services.facts import clear_facts, record_facts
from renovation.services.milestones import reach_milestone, revoke_milestone

DUE = ("money.residents_due", "")
RECEIVED = ("money.residents_received", "")
SHARE = ("money.residents_share", "")
SOURCE = "居民资金台账"


def lock(project: Project) -> Project:
    """The project's row, held to the end of the transaction: its money is booked in turn."""
    return Project.objects.select_for_update(of=("self",)).get(pk=project.pk)


def report(*, by: User, at: datetime, project: Project, reason: str = "") -> None:
    """Write due, received and share as facts, and let the milestone follow.

    Called inside the caller's transaction, under the project's lock. Before a due sum is confirmed
    nothing can be compared: due and share are taken back and the gates say so.
    """
    governs = in_force(project)
    received = received_from_residents(project)
    facts = _facts(governs, received)
    record_facts(
        by=by,
        at=at,
        project=project,
        facts=list(facts.values()),
        source=SOURCE,
        explanations=_explanations(governs, received),
    )
    if governs is None:
        clear_facts(by=by, at=at, project=project, keys=[DUE, SHARE])
        return
    _follow(by, at, project, governs, facts, reason)


def _facts(governs: Determination | None, received: Decimal) -> dict[tuple[str, str], FactValue]:
    rows: dict[tuple[str, str], Value] = {RECEIVED: received}
    if governs is not None:
        rows[DUE] = governs.residents
        rows[SHARE] = share_received(governs.residents, received)
    return {key: FactValue(key[0], key[1], value) for key, value in rows.items()}


def _explanations(
    governs: Determination | None, received: Decimal
) -> dict[tuple[str, str], Explanation]:
    if governs is None:
        return {}
    due = Explanation.from_dict(governs.explanation)
    title = f"居民资金到位率（{governs.get_stage_display()}）"
    ratio = percent(received, governs.residents)
    share = Explanation(
        title=title,
        result=ratio if governs.residents else "100.0%",
        sentence=f"应缴 {governs.residents:,.2f} 元，已缴 {received:,.2f} 元。",
        inputs=(
            Input(
                "居民应缴", f"{governs.residents:,.2f}", "元", f"{governs.get_stage_display()}测算"
            ),
            Input("居民已缴", f"{received:,.2f}", "元", SOURCE),
        ),
        lines=(
            Line(
                "已缴 ÷ 应缴", f"{received:,.2f} ÷ {governs.residents:,.2f}", ratio, emphasis=True
            ),
        ),
        clauses=due.clauses,
        version=due.version,
        trigger=due.trigger,
    )
    return {DUE: due, SHARE: share, RECEIVED: share}


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


_KEYS = frozenset({DUE[0], RECEIVED[0], SHARE[0]})

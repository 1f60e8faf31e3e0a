"""Why an acceptance is complete or not, and of what a handover list consists: 依据 for print."""

from __future__ import annotations

from collections.abc import Sequence

from approvals.models import Acceptance, HandoverItem
from approvals.selectors.rules import acceptance_rule, under
from common.explanations import Explanation, Line
from policies.rules.acceptances import standing
from policies.rules.model import HandoverItem as Listed
from policies.selectors.governing import ruleset_of
from renovation.models import Project


def who_signed(acceptance: Acceptance) -> Explanation:
    """Every party that the rule asks for with its signature, and the owners' side."""
    governed = acceptance_rule(acceptance)
    signed = [party for party in acceptance.parties.all() if party.signed_at]
    owners = [party for party in signed if party.owner]
    body = governed.rule.owners_body in {party.key for party in owners}
    keys = {party.key for party in signed}
    found = standing(governed.rule, keys, len(owners) - body, body=body)
    return under(found.explanation, governed, acceptance.pin)


def who_received(project: Project, items: Sequence[HandoverItem]) -> Explanation | None:
    """Every class of the project's procedure with its receiver, received or not, by its clause.

    None for a project without a procedure.
    """
    if project.procedure_id is None:
        return None
    governed = ruleset_of(project.procedure_id).handover
    listed: dict[str, Listed] = {one.key: one for one in governed.rule}
    left = sum(item.received_on is None for item in items)
    clauses = (one for item in items if item.key in listed for one in listed[item.key].clauses)
    return Explanation(
        title="移交清单",
        result=f"{len(items)} 项，未签收 {left} 项",
        sentence="" if left else "全部签收",
        lines=tuple(
            Line(item.name, f"移交{item.receiver}", str(item.received_on or "未签收"))
            for item in items
        ),
        clauses=tuple(dict.fromkeys(clauses)),
        version=governed.version,
    )

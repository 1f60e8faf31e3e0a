"""The conclusion of an acceptance."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Acceptance
from approvals.services.acceptance_state import between, locked, report
from common.errors import Conflict, Problem, Refused


@transaction.atomic
def conclude(
    *,
    by: User,
    at: datetime,
    acceptance: Acceptance,
    passed: bool,
    conclusion: str,
    concluded_on: date,
) -> Acceptance:
    """The conclusion; it passes only with every signature, no failing verdict, no open problem."""
    require(by, Permission.RUN_ACCEPTANCE, on=acceptance)
    row = locked(acceptance.pk)
    if row.state != "open":
        raise Conflict("验收已有结论")
    problems = between(row.held_on, concluded_on, at, "concluded_on", "结论日")
    if not conclusion.strip():
        problems.append(Problem("请填写结论", code="required", field="conclusion"))
    if passed:
        problems += _obstacles(row)
    if problems:
        raise Refused(problems)
    row.state = "passed" if passed else "failed"
    row.conclusion, row.concluded_on = conclusion.strip(), concluded_on
    row.concluded_at, row.concluded_by = at, by
    row.save()
    report(by=by, at=at, acceptance=row)
    record(
        by=by,
        action="acceptance.conclude",
        on=row,
        project_id=row.project_id,
        summary=f"联合验收{row.get_state_display()}",
        payload={"passed": passed},
    )
    return row


def _obstacles(row: Acceptance) -> list[Problem]:
    found = []
    for party in row.parties.all():
        if not party.signed_at:
            found.append(Problem(f"{party.name}还没有签字", code="missing_signature"))
        elif party.verdict == "fail":
            found.append(Problem(f"{party.name}认为不合格", code="verdict_fail"))
    found += [
        Problem(f"{problem.part}“{problem.finding}”还没有复验", code="open_problem")
        for problem in row.problems.filter(fixed_at=None)
    ]
    return found

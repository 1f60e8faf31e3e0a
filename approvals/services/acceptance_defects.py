"""Defects found at an acceptance, and their re-inspection."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Acceptance, AcceptanceProblem
from approvals.services.acceptance_state import between, locked, report
from common.errors import Conflict, Problem, Refused


@transaction.atomic
def find_problem(
    *, by: User, at: datetime, acceptance: Acceptance, part: str, finding: str, due_on: date
) -> AcceptanceProblem:
    """Write down a defect with the day until which it is mended."""
    require(by, Permission.RUN_ACCEPTANCE, on=acceptance)
    row = locked(acceptance.pk)
    if row.state != "open":
        raise Conflict("验收已有结论，不能再登记问题")
    problems = []
    if not part.strip():
        problems.append(Problem("请填写部位", code="required", field="part"))
    if not finding.strip():
        problems.append(Problem("请填写问题", code="required", field="finding"))
    if due_on < row.held_on:
        problems.append(Problem("整改期限早于验收日", field="due_on", value=str(due_on)))
    if problems:
        raise Refused(problems)
    _refuse_twice(row, part.strip(), finding.strip())
    made = AcceptanceProblem.objects.create(
        acceptance=row,
        part=part.strip(),
        finding=finding.strip(),
        due_on=due_on,
        found_at=at,
        found_by=by,
    )
    report(by=by, at=at, acceptance=row)
    record(
        by=by,
        action="acceptance.problem",
        on=made,
        area_code=row.area_code,
        project_id=row.project_id,
        summary=f"验收问题：{made.part} {made.finding}",
        payload={"due_on": due_on.isoformat()},
    )
    return made


def _refuse_twice(row: Acceptance, part: str, finding: str) -> None:
    """A second press, or a second tab: the same defect is written down and not mended yet."""
    there = row.problems.filter(part=part, finding=finding, fixed_at=None)
    if first := there.select_related("found_by").first():
        raise Conflict(
            Problem(
                f"“{part} {finding}”已由{first.found_by}登记，还没有复验",
                code="already_recorded",
                remedy="不用再登记；确是另一处的，请把部位写清楚",
            )
        )


@transaction.atomic
def fix_problem(
    *, by: User, at: datetime, problem: AcceptanceProblem, fixed_on: date
) -> AcceptanceProblem:
    """The re-inspection of a mended defect."""
    require(by, Permission.RUN_ACCEPTANCE, on=problem.acceptance)
    acceptance = locked(problem.acceptance_id)
    row = AcceptanceProblem.objects.get(pk=problem.pk)
    if row.fixed_at:
        raise Conflict("这个问题已经复验")
    if found := between(acceptance.held_on, fixed_on, at, "fixed_on", "复验日"):
        raise Refused(found)
    row.fixed_on, row.fixed_at, row.fixed_by = fixed_on, at, by
    row.save()
    report(by=by, at=at, acceptance=acceptance)
    record(
        by=by,
        action="acceptance.fixed",
        on=row,
        area_code=acceptance.area_code,
        project_id=acceptance.project_id,
        summary=f"复验合格：{row.part} {row.finding}",
        payload={},
    )
    return row

"""Dates set by the bureau's dispatch (任务期限) where the policy names none, or an earlier one."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import real_now
from common.errors import Problem, Refused
from common.explanations import Clause, Explanation
from policies.rules.timing import DayResult
from renovation.models import DeadlineExtension, Step
from renovation.selectors.deadlines import extended
from renovation.services import progress


@transaction.atomic
def schedule_step(
    *, by: User, on: date, step: Step, due_on: date, reason: str, document_no: str = ""
) -> DeadlineExtension:
    """Set the day by which an open step is to be done; never later than the deadline in force.

    Raises Refused with every problem. The policy's own deadline stays visible in the 依据.
    """
    require(by, Permission.EXTEND_DEADLINE, on=step)
    project = progress.locked(step.project_id)
    steps = progress.by_key(project)
    step = steps[step.key]
    _refuse(step, on, due_on, reason)
    row = DeadlineExtension.objects.create(
        step=step,
        from_day=None,
        to_day=due_on,
        reason=reason.strip(),
        document_no=document_no.strip(),
        granted_at=real_now(),
        granted_by=by,
    )
    stored = _explanation(step, reason.strip())
    step.due_on, explained = extended(DayResult(step.due_on, step.provisional, stored), [row])
    step.deadline_explanation = explained.to_dict()
    step.save(update_fields=["due_on", "deadline_explanation"])
    progress.refresh(project, steps.values())
    record(
        by=by,
        action="step.schedule",
        on=row,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"“{step.name}”任务期限定为 {due_on}：{reason.strip()}",
        payload={"step": step.key, "to": due_on.isoformat()},
    )
    return row


def _explanation(step: Step, reason: str) -> Explanation:
    if step.deadline_explanation:
        return Explanation.from_dict(step.deadline_explanation)
    return Explanation(
        title=f"“{step.name}”的期限",
        result="",
        sentence="方案没有规定这一步的期限，由主管部门调度确定。",
        clauses=(Clause("工作安排", "任务期限", reason),),
    )


def _refuse(step: Step, on: date, due_on: date, reason: str) -> None:
    problems = []
    if step.state not in {"open", "to_evidence"}:
        problems.append(Problem("步骤不在办理中，不能下达任务期限", field="due_on"))
    if due_on < on:
        problems.append(
            Problem(
                "任务期限早于今天",
                field="due_on",
                value=due_on.isoformat(),
                expected=f"{on} 或以后",
            )
        )
    if step.due_on is not None and due_on > step.due_on:
        problems.append(
            Problem(
                "任务期限不能晚于现有期限",
                field="due_on",
                value=due_on.isoformat(),
                expected=f"不晚于 {step.due_on}",
                remedy="需要推迟的，请办理延期",
            )
        )
    if not reason.strip():
        problems.append(Problem("请写明依据或理由", field="reason"))
    if problems:
        raise Refused(problems)

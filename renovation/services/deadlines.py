"""Due days of steps: settled when a step opens, put off with a reason, always with their 依据."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import real_now
from common.errors import Problem, Refused
from common.explanations import Explanation
from policies.rules.model import Deadline, Procedure
from policies.rules.premises import Known
from policies.rules.timing import NOTHING, Calendar, DayResult
from policies.rules.vocabulary import Trigger
from policies.selectors.ruleset import Governed
from renovation.models import DeadlineExtension, RulePin, Step
from renovation.selectors.deadlines import computed, extended, limits_of, rule_for
from renovation.selectors.governing import RulesInForce
from renovation.services import progress


def settle(
    step: Step,
    procedure: Governed[Procedure],
    steps: Mapping[str, Step],
    days: Calendar,
    rules: RulesInForce,
    known: Known = NOTHING,
) -> RulePin | None:
    """Set due day, provisional mark and explanation of `step` without saving it.

    `known` chooses between the cases of a deadline; without it they cannot be told apart. A
    relative deadline of an opened step follows the version in force on the day it opened; the
    pin that says so is returned unsaved (the caller adds who and when). `steps`: the project's.
    """
    governed = rule_for(step, procedure, rules)
    deadline: Deadline | None = governed.rule
    if deadline is None and not limits_of(step.key, procedure.rule):
        step.due_on, step.provisional, step.deadline_explanation = None, False, None
        step.blameless = False
        return None
    result = computed(step, governed, steps, days, procedure=procedure.rule, known=known)
    step.due_on, step.provisional = result.day, result.provisional
    step.blameless = result.blameless
    step.deadline_explanation = result.explanation.to_dict()
    if step.opened_on is None or deadline is None or not deadline.relative:
        return None
    return RulePin(
        project_id=step.project_id,
        rule=f"deadlines.{step.key}",
        trigger=Trigger.STEP_OPENED,
        day=step.opened_on,
        version_id=governed.version_id,
    )


@transaction.atomic
def extend_deadline(
    *, by: User, on: date, step: Step, to_day: date, reason: str, document_no: str = ""
) -> DeadlineExtension:
    """Put a step's deadline off, with reason and document; the old day stays on record."""
    require(by, Permission.EXTEND_DEADLINE, on=step)
    project = progress.locked(step.project_id)
    steps = progress.by_key(project)
    step = steps[step.key]
    from_day = _refuse_extension(step, to_day, reason)
    extension = DeadlineExtension.objects.create(
        step=step,
        from_day=from_day,
        to_day=to_day,
        reason=reason.strip(),
        document_no=document_no.strip(),
        granted_at=real_now(),
        granted_by=by,
    )
    stored = Explanation.from_dict(step.deadline_explanation or {"title": "期限", "result": ""})
    result = DayResult(step.due_on, step.provisional, stored)
    step.due_on, explained = extended(result, [extension])
    step.deadline_explanation = explained.to_dict()
    step.save(update_fields=["due_on", "deadline_explanation"])
    progress.refresh(project, steps.values())
    record(
        by=by,
        action="step.extend",
        on=extension,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"“{step.name}”期限由 {from_day} 延至 {to_day}：{reason.strip()}",
        payload={"step": step.key, "from": from_day.isoformat(), "to": to_day.isoformat()},
    )
    return extension


def _refuse_extension(step: Step, to_day: date, reason: str) -> date:
    """The day put off from; raises Refused with every problem."""
    problems = []
    if step.state not in {"open", "waiting", "to_evidence"}:
        problems.append(Problem("步骤已办结，不能再延期", field="to_day"))
    if step.due_on is None:
        problems.append(Problem("本步骤没有期限，无须延期", field="to_day"))
    elif to_day <= step.due_on:
        problems.append(
            Problem(
                "延期后的日期应晚于原期限",
                field="to_day",
                value=to_day.isoformat(),
                expected=f"晚于 {step.due_on}",
            )
        )
    if not reason.strip():
        problems.append(Problem("请写明延期理由", field="reason"))
    if problems or step.due_on is None:
        raise Refused(problems)
    return step.due_on

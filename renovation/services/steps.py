"""Working a step: complete it when nothing is missing, or record it from existing papers."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import UNIT_BOUND, Permission
from accounts.services.audit import record
from common.clock import real_now
from common.errors import Conflict, NotAllowed, Problem, Refused
from policies.rules.vocabulary import Lifecycle
from records.services.files import attach
from renovation.models import Step
from renovation.rules import lifecycle, stepping
from renovation.rules.decisions import Decision, Line
from renovation.selectors import situations
from renovation.services import applying, progress
from renovation.services.milestones import reach_milestone


@transaction.atomic
def complete_step(*, by: User, on: date, step: Step, remark: str = "") -> Step:
    """Close a step on that day: only with everything it asks for, refused with all that is missing.

    Makes the step's move in the project's life, reaches its milestone, opens what comes after with
    its due days, and stores what was checked. Conflict when somebody else closed it meanwhile.
    """
    require(by, Permission.WORK_STEP, on=step)
    project = progress.locked(step.project_id)
    found = situations.gathered(project)
    step = _live(found, step)
    _lead_only(by, step)
    decision = situations.weigh(found, step, on)
    if not decision.ready:
        raise Refused(problem(line) for line in decision.blockers)
    step.decision = snapshot(decision)
    _finish(by=by, day=on, found=found, step=step, evidence=remark.strip())
    record(
        by=by,
        action="step.complete",
        on=step,
        project_id=project.pk,
        summary=f"办结“{step.name}”" + (f"：{remark.strip()}" if remark.strip() else ""),
        payload={"step": step.key, "on": on.isoformat(), "state": project.state},
    )
    return step


@transaction.atomic
def evidence_step(
    *,
    by: User,
    on: date,
    step: Step,
    happened_on: date,
    document_no: str,
    file: UploadedFile[bytes] | None = None,
    remark: str = "",
) -> Step:
    """Record from existing papers that a step was done on an earlier day, with the paper's number.

    For steps that lay behind a project when it arrived by plan. A step that is open in its turn may
    be recorded so only by whoever may edit the project, because its gates are then not checked.
    """
    require(by, Permission.WORK_STEP, on=step)
    project = progress.locked(step.project_id)
    found = situations.gathered(project)
    step = _live(found, step)
    if step.state == stepping.OPEN:
        require(by, Permission.EDIT_PROJECT, on=step)
    _lead_only(by, step)
    _refuse_evidence(on, happened_on, document_no)
    if file is not None:
        attach(
            by=by,
            permission=Permission.WORK_STEP,
            subject=step,
            label="佐证",
            upload=file,
            at=real_now(),
            field="file",
        )
    words = "，".join(part for part in (document_no.strip(), remark.strip()) if part)
    _finish(by=by, day=happened_on, found=found, step=step, evidence=words)
    record(
        by=by,
        action="step.evidence",
        on=step,
        project_id=project.pk,
        summary=f"补证“{step.name}”：{happened_on}，{words}",
        payload={"step": step.key, "happened_on": happened_on.isoformat(), "document": document_no},
    )
    return step


def problem(line: Line) -> Problem:
    """A blocker as one problem of a refusal."""
    return Problem(
        f"{line.text}，{line.gap}" if line.gap else line.text, code=line.kind, field=line.key
    )


def snapshot(decision: Decision) -> list[dict[str, object]]:
    """What was checked when the step was closed, for the record."""
    return [
        {
            "kind": line.kind,
            "key": line.key,
            "text": line.text,
            "met": line.met,
            "explanation": line.explanation.to_dict() if line.explanation else None,
        }
        for line in decision.lines
    ]


def _live(found: situations.Gathered, step: Step) -> Step:
    fresh = found.step(step.key)
    if fresh is None or fresh.state not in stepping.LIVE:
        state = fresh.get_state_display() if fresh else "不存在"
        raise Conflict(
            f"“{step.name}”现为“{state}”，不能办理；请刷新页面后再看。", code="step_state"
        )
    if found.project.state in lifecycle.FINISHED:
        raise Refused(f"项目{found.project.get_state_display()}，不能再办理步骤", code="lifecycle")
    return fresh


def _lead_only(by: User, step: Step) -> None:
    """Who reaches the step only through a unit must act for the unit that leads it."""
    reaching = [g for g in by.access.grants if g.reaches(step.area_code, step.unit_codes)]
    if any(grant.role not in UNIT_BOUND for grant in reaching):
        return
    if all(grant.unit_code != step.lead_code for grant in reaching):
        raise NotAllowed("本步骤由牵头单位办结，配合单位请提交意见或材料。")


def _refuse_evidence(on: date, happened_on: date, document_no: str) -> None:
    problems = []
    if happened_on > on:
        problems.append(
            Problem(
                "办理日期不能晚于今天",
                field="happened_on",
                value=happened_on.isoformat(),
                expected=f"不晚于 {on}",
            )
        )
    if not document_no.strip():
        problems.append(Problem("请填写佐证文件的文号或名称", field="document_no"))
    if problems:
        raise Refused(problems)


def _finish(*, by: User, day: date, found: situations.Gathered, step: Step, evidence: str) -> None:
    project = found.project
    definition = found.definition(step)
    step.state, step.done_on, step.done_at, step.done_by = "done", day, real_now(), by
    step.evidence = evidence[:200]
    if step.opened_on and step.opened_on > day:
        step.opened_on = day
    step.save()
    if definition.moves_to:
        target = Lifecycle(definition.moves_to)
        progress.move(by=by, on=day, project=project, target=target, reason=f"办结“{step.name}”")
    if definition.reaches:
        reach_milestone(
            by=by,
            on=day,
            project=project,
            kind=definition.reaches,
            evidence=evidence or f"办结“{step.name}”",
        )
    if project.state == Lifecycle.CLOSED:
        _close_throughout(by, day, found)
    applying.open_next(by=by, day=day, found=found)
    progress.refresh(project, found.steps)


def _close_throughout(by: User, day: date, found: situations.Gathered) -> None:
    """What ran beside the others ends with the project."""
    for step in found.steps:
        if step.throughout and step.state in stepping.LIVE:
            step.state, step.done_on, step.done_at, step.done_by = "done", day, real_now(), by
            step.evidence = step.evidence or "随项目办结"
            step.save()

"""催办: a nudge to the unit that owes a step, with its trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.access import can, require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import SHANGHAI
from common.errors import Refused
from districts.models import ResponsibleUnit
from renovation.models import Project, Reminder, Step
from renovation.rules.lateness import in_words
from renovation.selectors.deeds import deeds, owing_unit


@dataclass(frozen=True, slots=True)
class RemindResult:
    """What became of one row of a bulk reminder."""

    project: Project
    sent: bool
    words: str


@transaction.atomic
def remind(*, by: User, at: datetime, step: Step, message: str = "") -> Reminder:
    """Remind the unit that owes what an open step waits for, else the leading one; once a day."""
    require(by, Permission.WORK_STEP, on=step)
    _hold([step.project_id])
    reason = _refusal(step, at)
    if reason:
        raise Refused(reason)
    unit = owing_unit(step, by)
    name = _names([unit]).get(unit, unit)
    reminder = Reminder.objects.create(
        step=step,
        unit_code=unit,
        message=message.strip() or _message(step, at),
        sent_at=at,
        sent_by=by,
    )
    record(
        by=by,
        action="step.remind",
        on=step,
        project_id=step.project_id,
        summary=f"催办{name}：{reminder.message}"[:300],
        payload={"unit": unit},
    )
    return reminder


@transaction.atomic
def remind_many(*, by: User, at: datetime, projects: Sequence[Project]) -> list[RemindResult]:
    """Remind the units that hold the current steps of many projects; a result for every row."""
    require(by, Permission.WORK_STEP)
    _hold([project.pk for project in projects])
    current = [p.current_step_id for p in projects if p.current_step_id]
    steps = {s.pk: s for s in Step.objects.filter(pk__in=current).select_related("project")}
    reminded = set(_today(list(steps), at))
    waiting = deeds(list(steps.values()), by)
    owing = {pk: waiting[pk].unit for pk in waiting if waiting[pk].unit}
    names = _names([*(step.lead_code for step in steps.values()), *owing.values()])
    results, rows = [], []
    for project in projects:
        step = steps.get(project.current_step_id or 0)
        words = "没有待办的步骤" if step is None else _closed(step)
        if step is not None and not words and step.pk in reminded:
            words = "今天已经催办过"
        if step is not None and not words and not can(by, Permission.WORK_STEP, on=step):
            words = "不在您的管辖范围内"
        if step is None or words:
            results.append(RemindResult(project, sent=False, words=words))
            continue
        rows.append(
            Reminder(
                step=step,
                unit_code=owing.get(step.pk, step.lead_code),
                message=_message(step, at),
                sent_at=at,
                sent_by=by,
            )
        )
        done = f"已催办{names.get(rows[-1].unit_code, '')}"
        results.append(RemindResult(project, sent=True, words=done))
    Reminder.objects.bulk_create(rows)
    if rows:
        codes = {row.step.area_code[:6] for row in rows}
        record(
            by=by,
            action="step.remind",
            on=rows[0].step,
            project_id=None,
            area_code=codes.pop() if len(codes) == 1 else "",
            summary=f"批量催办 {len(rows)} 个步骤",
            payload={"steps": [row.step_id for row in rows]},
        )
    return results


def _hold(projects: list[int]) -> None:
    """Of two presses at the same moment the second waits, and finds the first one's reminder."""
    rows = Project.objects.select_for_update(of=("self",)).filter(pk__in=projects)
    list(rows.order_by("pk").values_list("pk"))


def _refusal(step: Step, at: datetime) -> str:
    words = _closed(step)
    if not words and _today([step.pk], at):
        words = "今天已经催办过，明天仍未办理可再次催办。"
    return words


def _closed(step: Step) -> str:
    if step.state not in {"open", "to_evidence"}:
        return f"“{step.name}”{step.get_state_display()}，无须催办。"
    return "" if step.lead_code else f"“{step.name}”没有登记承办单位，不能催办。"


def _today(steps: list[int], at: datetime) -> list[int]:
    start = at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    found = Reminder.objects.filter(step__in=steps, sent_at__gte=start, sent_at__lte=at)
    return list(found.values_list("step_id", flat=True))


def _message(step: Step, at: datetime) -> str:
    due = in_words(step.due_on, at.astimezone(SHANGHAI).date())
    return f"请抓紧办理“{step.project.name}”的“{step.name}”" + (f"（{due}）" if due else "")


def _names(codes: list[str]) -> dict[str, str]:
    rows = ResponsibleUnit.objects.filter(code__in=codes)
    return dict(rows.values_list("code", "short_name"))

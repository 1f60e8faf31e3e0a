"""Marking a standard item by item; gates read how many items are still open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import SHANGHAI
from common.errors import Problem, Refused
from policies.rules.gates import FactValue
from policies.rules.questions import OPEN_ITEMS
from renovation.models import ChecklistMark, Project
from renovation.rules import lifecycle
from renovation.selectors.checklists import Checked, checklist_of
from renovation.services.applying import facts_changed
from renovation.services.facts import record_facts
from renovation.services.progress import locked


@transaction.atomic
def mark_items(
    *,
    by: User,
    at: datetime,
    project: Project,
    checklist: str,
    marks: Mapping[str, bool],
    seen_on: date,
    remark: str = "",
) -> Checked:
    """Write down what was seen of the items of one standard on a day.

    `marks`: item key → met; items left out stay as they are, unchanged ones are not written again.
    Sets the fact `checklist.open_items` of that standard with its explanation. Refused with every
    problem; OutOfScope for a standard that the project's policy has not.
    """
    require(by, Permission.WORK_STEP, on=project)
    project = locked(project.pk)
    before = checklist_of(project, checklist)
    changed = {
        key: met
        for key, met in marks.items()
        if key not in before.marks or before.marks[key].met is not met
    }
    _refuse(project, before, marks, changed, seen_on, at)
    said = {"seen_on": seen_on, "remark": remark.strip()[:200], "marked_at": at, "marked_by": by}
    ChecklistMark.objects.bulk_create(
        ChecklistMark(project=project, checklist=checklist, item=key, met=met, **said)
        for key, met in changed.items()
    )
    after = checklist_of(project, checklist)
    record_facts(
        by=by,
        at=at,
        project=project,
        facts=[FactValue(OPEN_ITEMS, checklist, after.open_items)],
        source=f"{seen_on} 逐项检查",
        explanations={(OPEN_ITEMS, checklist): after.explanation},
    )
    record(
        by=by,
        action="checklist.mark",
        on=project,
        project_id=project.pk,
        summary=f"{after.rule.name}：检查 {len(changed)} 项，还有 {after.open_items} 项未达标",
        payload={"checklist": checklist, "marks": changed, "seen_on": seen_on.isoformat()},
    )
    facts_changed(by=by, on=at.astimezone(SHANGHAI).date(), project=project)
    return after


def _refuse(
    project: Project,
    before: Checked,
    marks: Mapping[str, bool],
    changed: Mapping[str, bool],
    seen_on: date,
    at: datetime,
) -> None:
    items = {one.key for one in before.rule.items}
    problems = [
        Problem("清单中没有这一项", field="marks", value=key, expected="、".join(sorted(items)))
        for key in marks
        if key not in items
    ]
    if not changed and not problems:
        problems.append(Problem("没有新的检查结果", field="marks", remedy="选定达标或未达标再保存"))
    if seen_on > at.astimezone(SHANGHAI).date():
        problems.append(Problem("检查日不能晚于今天", field="seen_on", value=seen_on.isoformat()))
    if project.state in lifecycle.FINISHED:
        problems.append(Problem(f"项目现为“{project.get_state_display()}”，不再检查"))
    if problems:
        raise Refused(problems)

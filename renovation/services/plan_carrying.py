"""Carrying over: what an earlier plan left unfinished, to be finished by a day under this one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import Problem, Refused
from policies.rules.vocabulary import Lifecycle
from renovation.models import Plan, PlanCarry, PlanLine
from renovation.rules.lifecycle import already_at


@transaction.atomic
def carry_over(
    *,
    by: User,
    at: datetime,
    plan: Plan,
    lines: Sequence[PlanLine],
    document_no: str,
    due_on: date,
) -> list[PlanCarry]:
    """结转: unfinished lines of earlier plans of the place; they count in neither plan twice.

    Refused (all problems) without a document, for a line of this or a later year or of another
    place, one whose project is accepted or withdrawn, or one carried over to this plan already.
    """
    require(by, Permission.IMPORT_PLAN, on=plan)
    problems = []
    if not document_no.strip():
        problems.append(Problem("请填写结转的依据文号", field="document_no"))
    if not lines:
        problems.append(Problem("请选择结转的项目", field="lines"))
    for line in lines:
        problems += _unfit(plan, line)
    if problems:
        raise Refused(problems)
    made = PlanCarry.objects.bulk_create(
        [
            PlanCarry(
                plan=plan,
                line=line,
                document_no=document_no.strip(),
                due_on=due_on,
                carried_at=at,
                carried_by=by,
            )
            for line in lines
        ]
    )
    record(
        by=by,
        action="plan.carry_over",
        on=plan,
        summary=f"{plan.year} 年度计划结转 {len(made)} 个项目，{document_no.strip()}",
        payload={"lines": [line.pk for line in lines], "due_on": due_on.isoformat()},
    )
    return made


def _unfit(plan: Plan, line: PlanLine) -> list[Problem]:
    name = line.project.name
    state = Lifecycle(line.project.state)
    found = []
    if line.plan.year >= plan.year or not line.project.area_code.startswith(plan.area_code):
        found.append(Problem("不是本地以前年度计划的项目", field="lines", value=name))
    if state == Lifecycle.WITHDRAWN or already_at(state, Lifecycle.ACCEPTED):
        words = line.project.get_state_display()
        found.append(Problem(f"项目{words}，不用结转", field="lines", value=name))
    if PlanCarry.objects.filter(plan=plan, line=line).exists():
        found.append(Problem("已经结转到本计划", field="lines", value=name))
    return found

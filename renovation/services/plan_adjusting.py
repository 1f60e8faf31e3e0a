"""Adjusting an issued plan: communities added, taken out, renamed, their figures corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.errors import Problem, Refused
from districts.services.communities import add_alias
from policies.rules.vocabulary import Lifecycle
from renovation.models import Plan, PlanEntry, PlanLine, Project
from renovation.rules import lifecycle
from renovation.rules.baseline import NOTHING, Figures
from renovation.services import progress
from renovation.services.plan_entries import Moved, Paper, enter
from renovation.services.plan_lines import call, gone, held, locked_lines, new_line, put, unfit
from renovation.services.projects import withdraw


@transaction.atomic
def add_line(
    *, by: User, at: datetime, plan: Plan, project: Project, figures: Figures, paper: Paper
) -> PlanEntry:
    """追加: a project of the place enters the issued plan; a candidate becomes planned."""
    plan = held(by=by, plan=plan)
    problems = paper.problems() + unfit(figures)
    if not project.area_code.startswith(plan.area_code):
        problems.append(Problem("项目不在计划所在地", field="project", value=project.name))
    if plan.lines.filter(project=project).exclude(households=0).exists():
        problems.append(Problem("项目已在本计划中", field="project", value=project.name))
    if lifecycle.works_begun(Lifecycle(project.state)) or project.state == Lifecycle.WITHDRAWN:
        problems.append(
            Problem(
                "只能追加尚未开工的项目",
                field="project",
                value=project.get_state_display(),
                remedy="以前年度已开工的请登记结转",
            )
        )
    if problems:
        raise Refused(problems)
    line = plan.lines.filter(project=project).first() or new_line(plan, project)
    figures.put_on(line)
    line.save()
    if project.state == Lifecycle.CANDIDATE:
        locked = progress.locked(project.pk)
        reason = f"追加列入计划：{paper.document_no}"
        progress.move(by=by, on=at.date(), project=locked, target=Lifecycle.PLANNED, reason=reason)
        progress.refresh(locked, locked.steps.all())
    moved = [Moved(line, project.name, figures)]
    return enter(by=by, at=at, plan=plan, kind="addition", paper=paper, moved=moved)


@transaction.atomic
def take_out(
    *, by: User, at: datetime, lines: Sequence[PlanLine], paper: Paper, end_projects: bool
) -> PlanEntry:
    """退出: lines leave the issued plan; their projects end with them or wait for a later plan."""
    plan = held(by=by, plan=_one_plan(lines))
    rows = locked_lines(lines)
    problems = paper.problems() + gone(rows)
    begun = [row for row in rows if lifecycle.works_begun(Lifecycle(row.project.state))]
    problems += [
        Problem("已经开工，不能只退出计划", field="lines", value=row.project.name)
        for row in begun
        if not end_projects
    ]
    if problems:
        raise Refused(problems)
    moved = [Moved(row, row.project.name, NOTHING - Figures.of(row)) for row in rows]
    put(by=by, at=at, rows=rows, figures=[NOTHING] * len(rows), paper=paper)
    if end_projects:
        for row in rows:
            reason = f"{paper.reason}（{paper.document_no}）"
            withdraw(by=by, on=at.date(), project=row.project, reason=reason)
    return enter(by=by, at=at, plan=plan, kind="withdrawal", paper=paper, moved=moved)


@transaction.atomic
def rename(*, by: User, at: datetime, line: PlanLine, name: str, paper: Paper) -> PlanEntry:
    """更名: the project gets another name; the community answers to both from now on."""
    plan = held(by=by, plan=line.plan)
    (row,) = locked_lines([line])
    old, new = row.project.name, name.strip()
    problems = paper.problems()
    if not new or new == old:
        problems.append(Problem("请填写新的名称", field="name", value=name))
    if problems:
        raise Refused(problems)
    call(by=by, project=row.project, name=new)
    if new not in {row.project.community.name, *row.project.community.aliases}:
        add_alias(by=by, on=at.date(), community=row.project.community, alias=new)
    moved = [Moved(row, new, was_called=old)]
    return enter(by=by, at=at, plan=plan, kind="rename", paper=paper, moved=moved)


@transaction.atomic
def revise(*, by: User, at: datetime, line: PlanLine, figures: Figures, paper: Paper) -> PlanEntry:
    """更正: other figures for a line of the issued plan."""
    plan = held(by=by, plan=line.plan)
    (row,) = locked_lines([line])
    problems = paper.problems() + gone([row]) + unfit(figures)
    if figures == Figures.of(row):
        problems.append(Problem("三项数都没有变", field="households"))
    if problems:
        raise Refused(problems)
    moved = [Moved(row, row.project.name, figures - Figures.of(row))]
    put(by=by, at=at, rows=[row], figures=[figures], paper=paper)
    return enter(by=by, at=at, plan=plan, kind="revision", paper=paper, moved=moved)


def _one_plan(lines: Sequence[PlanLine]) -> Plan:
    plans = {line.plan_id: line.plan for line in lines}
    if len(plans) != 1:
        raise Refused(Problem("请选同一计划中的项目", field="lines"))
    return next(iter(plans.values()))

"""Splitting and merging lines of an issued plan: the whole stays what it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from common.errors import Problem, Refused
from common.names import sort_key
from policies.rules.vocabulary import Lifecycle
from renovation.models import PlanEntry, PlanLine, Project
from renovation.rules import lifecycle
from renovation.rules.baseline import NOTHING, Figures, total
from renovation.rules.splitting import Part, split_problems
from renovation.services.codes import take_codes
from renovation.services.opening import open_projects
from renovation.services.plan_entries import Moved, Paper, enter
from renovation.services.plan_lines import call, gone, held, locked_lines, new_line, put
from renovation.services.projects import withdraw


@transaction.atomic
def split(
    *, by: User, at: datetime, line: PlanLine, parts: Sequence[Part], paper: Paper
) -> PlanEntry:
    """拆分: one line becomes several that together are the whole.

    The first part stays with the project, under its new name; the others become projects of the
    same community, with the steps of the procedure in force. Refused once works have begun.
    """
    plan = held(by=by, plan=line.plan)
    (row,) = locked_lines([line])
    project = row.project
    problems = paper.problems() + gone([row]) + split_problems(Figures.of(row), parts)
    if lifecycle.works_begun(Lifecycle(project.state)):
        problems.append(Problem("已经开工的项目不能拆分", field="lines", value=project.name))
    if problems:
        raise Refused(problems)
    old, first = project.name, parts[0]
    moved = [Moved(row, first.name.strip(), first.figures - Figures.of(row), old)]
    put(by=by, at=at, rows=[row], figures=[first.figures], paper=paper)
    call(by=by, project=row.project, name=first.name.strip())
    rest = parts[1:]
    codes = take_codes(plan.area_code, plan.year, len(rest))
    created = [
        _part_of(project, code, part, at.date()) for code, part in zip(codes, rest, strict=True)
    ]
    for made, part in zip(created, rest, strict=True):
        extra = new_line(plan, made)
        part.figures.put_on(extra)
        extra.save()
        moved.append(Moved(extra, made.name, part.figures, old))
    if project.procedure_id:
        open_projects(by=by, on=at.date(), projects=created, evidence=paper.document_no)
    return enter(by=by, at=at, plan=plan, kind="split", paper=paper, moved=moved)


@transaction.atomic
def merge(
    *, by: User, at: datetime, into: PlanLine, others: Sequence[PlanLine], paper: Paper
) -> PlanEntry:
    """合并: the others' figures go to one line; their projects end, naming where they went."""
    plan = held(by=by, plan=into.plan)
    rows = locked_lines([into, *others])
    target = next(row for row in rows if row.pk == into.pk)
    absorbed = [row for row in rows if row.pk != into.pk]
    problems = paper.problems() + gone(rows)
    if not absorbed:
        problems.append(Problem("请选并入的项目", field="others"))
    if any(row.plan_id != plan.pk for row in rows):
        problems.append(Problem("只能合并同一计划的项目", field="others"))
    problems += [
        Problem("已经开工的项目不能并入", field="others", value=row.project.name)
        for row in absorbed
        if lifecycle.works_begun(Lifecycle(row.project.state))
    ]
    if problems:
        raise Refused(problems)
    extra = total(Figures.of(row) for row in absorbed)
    moved = [Moved(target, target.project.name, extra)]
    moved += [Moved(row, row.project.name, NOTHING - Figures.of(row)) for row in absorbed]
    whole = Figures.of(target) + extra
    left = [NOTHING] * len(absorbed)
    put(by=by, at=at, rows=[target, *absorbed], figures=[whole, *left], paper=paper)
    for row in absorbed:
        reason = f"并入{target.project.name}（{paper.document_no}）"
        withdraw(by=by, on=at.date(), project=row.project, reason=reason)
    return enter(by=by, at=at, plan=plan, kind="merge", paper=paper, moved=moved)


def _part_of(project: Project, code: str, part: Part, on: date) -> Project:
    made = Project(
        code=code,
        name=part.name.strip(),
        sort_key=sort_key(part.name),
        community=project.community,
        area_code=project.area_code,
        state=Lifecycle.PLANNED,
        year=project.year,
        opened_on=on,
        handler=project.handler,
        demo=project.demo,
    )
    part.figures.put_on(made)
    made.save()
    return made

"""Lines of an issued plan under one's hands: held, judged, given other figures or names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.errors import Problem
from common.names import sort_key
from renovation.models import Plan, PlanLine, Project
from renovation.rules.baseline import NOTHING, Figures
from renovation.services.plan_entries import Paper
from renovation.services.plans import hold_plans


def held(*, by: User, plan: Plan) -> Plan:
    """The plan as it stands, which nobody else changes until the transaction ends."""
    require(by, Permission.IMPORT_PLAN, on=plan)
    hold_plans(area_code=plan.area_code)
    return Plan.objects.select_for_update().get(pk=plan.pk)


def locked_lines(lines: Sequence[PlanLine]) -> list[PlanLine]:
    """The same lines as they stand, with their projects and communities, in a fixed order."""
    rows = PlanLine.objects.select_for_update(of=("self",)).order_by("pk")
    found = rows.select_related("project__community").filter(pk__in=[line.pk for line in lines])
    return list(found)


def gone(rows: Sequence[PlanLine]) -> list[Problem]:
    """One problem for each line that an earlier entry took out or merged away."""
    return [
        Problem("已不在计划中", field="lines", value=row.project.name)
        for row in rows
        if not row.households
    ]


def unfit(figures: Figures) -> list[Problem]:
    """What keeps figures from being those of a line."""
    if figures.buildings > 0 and figures.households > 0 and figures.floor_area > 0:
        return []
    return [Problem("楼栋数、户数、建筑面积都须大于零", field="households")]


def put(
    *,
    by: User,
    at: datetime,
    rows: Sequence[PlanLine],
    figures: Sequence[Figures],
    paper: Paper,
) -> None:
    """New figures on lines; a project whose figures are those of its line follows it."""
    for row, new in zip(rows, figures, strict=True):
        require(by, Permission.IMPORT_PLAN, on=row.plan)
        if new != NOTHING and Figures.of(row.project) == Figures.of(row):
            new.put_on(row.project)
            row.project.save(update_fields=["buildings", "households", "floor_area"])
        new.put_on(row)
        row.changed_at, row.changed_by = at, by
        row.change_reason = f"{paper.document_no} {paper.reason}"[:200]
        row.save()


def call(*, by: User, project: Project, name: str) -> None:
    """Another name for a project."""
    require(by, Permission.EDIT_PROJECT, on=project)
    project.name, project.sort_key = name, sort_key(name)
    project.version += 1
    project.save(update_fields=["name", "sort_key", "version"])


def new_line(plan: Plan, project: Project) -> PlanLine:
    """The project at the end of the plan; not saved, without figures yet."""
    last = plan.lines.aggregate(last=Max("position"))["last"] or 0
    return PlanLine(plan=plan, project=project, position=last + 1)

"""An annual plan taken over from a table: communities, projects, plan lines. Set-wise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import Undecidable
from common.names import normalise, sort_key
from districts.models import Community
from districts.selectors.communities import find_communities
from districts.services.communities import NewCommunity, ensure_communities
from districts.services.places import ensure_street_units
from policies.rules.vocabulary import Lifecycle
from renovation.models import Plan, PlanLine, Project
from renovation.rules.plan_rows import (
    FIGURES,
    AdoptReport,
    PlanRow,
    Source,
    digest,
    figures_as_text,
)
from renovation.services.opening import open_projects

_LOCK_SPACE = 7004
_ENDED = (Lifecycle.CLOSED, Lifecycle.WITHDRAWN)
_WRITTEN = (*FIGURES, "position", "imported", "upload_id", "sheet", "row")


@dataclass(slots=True)
class _Adoption:
    """Everything that adopting writes, gathered so that each table is written once."""

    plan: Plan
    source: Source
    new: list[PlanLine] = field(default_factory=list)
    changed: list[PlanLine] = field(default_factory=list)
    noted: list[PlanLine] = field(default_factory=list)
    followers: list[Project] = field(default_factory=list)
    same: int = 0


@transaction.atomic
def adopt_plan(
    *,
    by: User,
    on: date,
    area_code: str,
    year: int,
    title: str,
    document_no: str,
    rows: Sequence[PlanRow],
    source: Source,
) -> AdoptReport:
    """Write the rows of an issued plan: new lines and projects, changed figures, nothing twice.

    Each row's community is found by street and folded name or alias, else entered. Its living
    project is taken, else a planned one is opened under the procedure in force at `on`; where no
    scheme is in force yet, projects wait without steps (`unopened`) and are opened by adopting the
    same rows later. Lines that the rows do not name stay. Rows already written change nothing.
    """
    require(by, Permission.IMPORT_PLAN, on=area_code)
    hold_plans(area_code=area_code)
    plan = ensure_plan(area_code, year, title, document_no, source)
    chosen, entered = _communities(by, on, rows)
    projects, created = _projects(plan, on, rows, chosen)
    adoption = _Adoption(plan, source)
    lines = {line.project_id: line for line in PlanLine.objects.filter(plan=plan)}
    for row, community in zip(rows, chosen, strict=True):
        project = projects[community.pk]
        _line(adoption, row, project, lines.get(project.pk))
    _write(adoption)
    unopened = _open(by, on, plan, [projects[community.pk] for community in chosen])
    counts = (len(adoption.new), len(adoption.changed), adoption.same, entered, created, unopened)
    report = AdoptReport(plan.pk, *counts, digest(rows))
    if report.new or report.changed:
        record(
            by=by,
            action="plan.adopt",
            on=plan,
            summary=f"{year} 年度计划：新增 {report.new}、变更 {report.changed}",
            payload={**report.as_dict(), "upload": source.upload_id, "on": on.isoformat()},
        )
    return report


def _communities(by: User, on: date, rows: Sequence[PlanRow]) -> tuple[list[Community], int]:
    """Every row's community, and how many had to be entered."""
    keys = [(row.code, normalise(row.name)) for row in rows]
    known = find_communities(keys)
    wanted = [NewCommunity(row.code, row.name) for row in rows]
    found = ensure_communities(by=by, on=on, rows=wanted)
    ensure_street_units(by=by, street_codes=sorted({row.code for row in rows}))
    return [found[key] for key in keys], len(set(keys) - known.keys())


def ensure_plan(area_code: str, year: int, title: str, document_no: str, source: Source) -> Plan:
    """The plan of the place and year, entered or brought up to its latest words; under its lock."""
    claims = [dict(claim) for claim in source.claims]
    plan, _ = Plan.objects.get_or_create(
        area_code=area_code,
        year=year,
        defaults={"title": title, "document_no": document_no, "claims": claims},
    )
    wanted = {
        "title": title or plan.title,
        "document_no": document_no or plan.document_no,
        "claims": claims or plan.claims,
    }
    different = [name for name, value in wanted.items() if getattr(plan, name) != value]
    for name in different:
        setattr(plan, name, wanted[name])
    if different:
        plan.save(update_fields=different)
    return plan


def _projects(
    plan: Plan, on: date, rows: Sequence[PlanRow], communities: Sequence[Community]
) -> tuple[dict[int, Project], int]:
    """The living project of every community by its key, and how many had to be created."""
    living = (
        Project.objects.filter(community__in=communities).exclude(state__in=_ENDED).order_by("-pk")
    )
    found = {project.community_id: project for project in living}
    prefix = f"{plan.area_code}-{plan.year}-"
    used = Project.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    last = max((int(tail) for code in used if (tail := code[len(prefix) :]).isdigit()), default=0)
    fresh = []
    for row, community in zip(rows, communities, strict=True):
        if community.pk in found:
            continue
        last += 1
        found[community.pk] = _project(plan, on, f"{prefix}{last:04d}", row, community)
        fresh.append(found[community.pk])
    Project.objects.bulk_create(fresh, batch_size=2000)
    return found, len(fresh)


def _project(plan: Plan, on: date, code: str, row: PlanRow, community: Community) -> Project:
    return Project(
        code=code,
        name=community.name,
        sort_key=sort_key(community.name),
        community=community,
        area_code=community.area_code,
        state=Lifecycle.PLANNED,
        year=plan.year,
        opened_on=on,
        buildings=int(row.figures["buildings"]),
        households=int(row.figures["households"]),
        floor_area=row.figures["floor_area"],
    )


def _line(adoption: _Adoption, row: PlanRow, project: Project, line: PlanLine | None) -> None:
    source = adoption.source
    stated = figures_as_text(row.stated)
    if line is None:
        line = PlanLine(plan=adoption.plan, project=project)
        _set(line, row, source)
        adoption.new.append(line)
        return
    if any(getattr(line, key) != row.figures[key] for key in FIGURES):
        if all(getattr(project, key) == getattr(line, key) for key in FIGURES):
            for key in FIGURES:
                setattr(project, key, row.figures[key])
            adoption.followers.append(project)
        _set(line, row, source)
        adoption.changed.append(line)
        return
    adoption.same += 1
    if line.imported != stated:
        _set(line, row, source)
        adoption.noted.append(line)


def _set(line: PlanLine, row: PlanRow, source: Source) -> None:
    line.buildings = int(row.figures["buildings"])
    line.households = int(row.figures["households"])
    line.floor_area = row.figures["floor_area"]
    line.imported = figures_as_text(row.stated)
    line.position, line.row = row.position, row.row
    line.upload_id, line.sheet = source.upload_id, source.sheet


def _write(adoption: _Adoption) -> None:
    PlanLine.objects.bulk_create(adoption.new, batch_size=2000)
    PlanLine.objects.bulk_update(adoption.changed + adoption.noted, _WRITTEN, batch_size=500)
    Project.objects.bulk_update(adoption.followers, FIGURES, batch_size=500)


def _open(by: User, on: date, plan: Plan, projects: Sequence[Project]) -> int:
    """Give steps to projects that have none; how many must wait for a scheme."""
    waiting = [
        project
        for project in projects
        if project.procedure_id is None and project.state == Lifecycle.PLANNED
    ]
    if not waiting:
        return 0
    evidence = f"{plan.title}（{plan.document_no}）" if plan.document_no else plan.title
    try:
        open_projects(by=by, on=on, projects=waiting, evidence=evidence)
    except Undecidable:
        return len(waiting)
    return 0


def hold_plans(*, area_code: str) -> None:
    """Until the transaction ends nobody else adopts a plan of the place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_SPACE, area_code])

"""An annual plan taken over from a table: communities, projects, plan lines. Set-wise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import real_now
from common.errors import Problem, Refused, Undecidable
from common.names import normalise
from districts.models import Community
from districts.services.communities import NewCommunity, ensure_communities
from districts.services.places import ensure_street_units
from policies.rules.vocabulary import Lifecycle
from records.copying import insert_rows, update_rows
from records.services.written import Trail
from renovation.models import Plan, PlanLine, Project
from renovation.rules.baseline import Figures
from renovation.rules.plan_rows import (
    FIGURES,
    AdoptReport,
    PlanRow,
    Source,
    digest,
    figures_as_text,
)
from renovation.selectors.plan_words import figures_say, origin_of, plan_says
from renovation.services.opening import open_projects
from renovation.services.plan_entries import Moved, Paper, enter

_LOCK_SPACE = 7004
_ENDED = (Lifecycle.CLOSED, Lifecycle.WITHDRAWN)
_PAPER_WANTED = Problem(
    "计划已经印发，改动须有依据文号",
    code="document_no",
    field="document_no",
    remedy="请放弃这次导入，填写重新印发的文号后再上传",
)
_WRITTEN = (*FIGURES, "position", "imported", "upload_id", "sheet", "row")


@dataclass(slots=True)
class _Adoption:
    """Everything that adopting writes, gathered so that each table is written once."""

    plan: Plan
    source: Source
    trail: Trail
    new: list[PlanLine] = field(default_factory=list)
    changed: list[PlanLine] = field(default_factory=list)
    noted: list[PlanLine] = field(default_factory=list)
    followers: list[Project] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    same: int = 0

    def place(self, row: PlanRow) -> tuple[str, int]:
        """Where the row stands in the file."""
        return row.sheet or self.source.sheet, row.row


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
    What moves an issued plan is entered with the number of the document: Refused without one.
    """
    require(by, Permission.IMPORT_PLAN, on=area_code)
    hold_plans(area_code=area_code)
    plan = ensure_plan(area_code, year, title, document_no, source)
    chosen, entered = _communities(by, on, rows)
    projects, created = _projects(plan, on, rows, chosen)
    adoption = _Adoption(plan, source, Trail(source.upload_id))
    lines = {line.project_id: line for line in PlanLine.objects.filter(plan=plan)}
    for row, community in zip(rows, chosen, strict=True):
        _line(adoption, row, projects[community.pk], lines)
    _write(adoption, entered, created)
    _note(by, adoption, Paper(document_no, f"按重新印发的计划表：{title}"))
    unopened = _open(by, on, plan, [projects[community.pk] for community in chosen])
    report = AdoptReport(
        plan.pk,
        len(adoption.new),
        len(adoption.changed),
        adoption.same,
        len(entered),
        len(created),
        unopened,
        digest(rows),
    )
    if report.new or report.changed:
        record(
            by=by,
            action="plan.adopt",
            on=plan,
            summary=f"{year} 年度计划：新增 {report.new}、变更 {report.changed}",
            payload={**report.as_dict(), "upload": source.upload_id, "on": on.isoformat()},
        )
    return report


def _communities(
    by: User, on: date, rows: Sequence[PlanRow]
) -> tuple[list[Community], list[Community]]:
    """Every row's community, and those that had to be entered."""
    keys = [(row.code, normalise(row.name)) for row in rows]
    streets = {row.code for row in rows}
    known = set(Community.objects.filter(street__code__in=streets).values_list("pk", flat=True))
    wanted = [NewCommunity(row.code, row.name) for row in rows]
    found = ensure_communities(by=by, on=on, rows=wanted)
    ensure_street_units(by=by, street_codes=sorted(streets))
    chosen = [found[key] for key in keys]
    fresh = {community.pk: community for community in chosen if community.pk not in known}
    return chosen, list(fresh.values())


def ensure_plan(area_code: str, year: int, title: str, document_no: str, source: Source) -> Plan:
    """The plan of the place and year, entered or brought up to its latest words; under its lock.

    Once issued its words stay: what a later table says is an entry beside them.
    """
    claims = [dict(claim) for claim in source.claims]
    plan, created = Plan.objects.get_or_create(
        area_code=area_code,
        year=year,
        defaults={"title": title, "document_no": document_no, "claims": claims},
    )
    if plan.issued_on:
        return plan
    wanted = {
        "title": title or plan.title,
        "document_no": document_no or plan.document_no,
        "claims": claims or plan.claims,
    }
    before = plan_says(plan)
    different = [name for name, value in wanted.items() if getattr(plan, name) != value]
    for name in different:
        setattr(plan, name, wanted[name])
    if different:
        plan.save(update_fields=different)
    trail = Trail(source.upload_id)
    if created:
        trail.entered(plan, plan.title, plan_says(plan))
    elif different:
        trail.changed(plan, plan.title, before, plan_says(plan))
    trail.keep()
    return plan


def _projects(
    plan: Plan, on: date, rows: Sequence[PlanRow], communities: Sequence[Community]
) -> tuple[dict[int, Project], list[Project]]:
    """The living project of every community by its key, and those that had to be created."""
    wanted = {community.pk for community in communities}
    living = (
        Project.objects.filter(area_code__startswith=plan.area_code)
        .exclude(state__in=_ENDED)
        .order_by("-pk")
    )
    found = {project.community_id: project for project in living if project.community_id in wanted}
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
    insert_rows(fresh)
    return found, fresh


def _project(plan: Plan, on: date, code: str, row: PlanRow, community: Community) -> Project:
    project = Project(
        code=code,
        name=community.name,
        sort_key=community.sort_key,
        community=community,
        area_code=community.area_code,
        state=Lifecycle.PLANNED,
        year=plan.year,
        opened_on=on,
    )
    _figures(project, row)
    return project


def _line(
    adoption: _Adoption, row: PlanRow, project: Project, lines: Mapping[int, PlanLine]
) -> None:
    line = lines.get(project.pk)
    if line is None:
        line = PlanLine(plan=adoption.plan, project=project)
        _set(line, row, adoption.source)
        adoption.trail.entered(line, row.name, figures_say(line), adoption.place(row))
        adoption.new.append(line)
        adoption.moved.append(Moved(line, row.name, Figures.of(line)))
        return
    before, origin = figures_say(line), origin_of(line)
    if any(getattr(line, key) != row.figures[key] for key in FIGURES):
        if all(getattr(project, key) == getattr(line, key) for key in FIGURES):
            _follow(adoption, row, project)
        adoption.changed.append(line)
        adoption.moved.append(Moved(line, row.name, _difference(row, line)))
    else:
        adoption.same += 1
        if line.imported == figures_as_text(row.stated):
            return
        adoption.noted.append(line)
    _set(line, row, adoption.source)
    adoption.trail.changed(line, row.name, before, figures_say(line), adoption.place(row), origin)


def _follow(adoption: _Adoption, row: PlanRow, project: Project) -> None:
    """A project whose figures are those of its line goes on being what the plan says."""
    before = figures_say(project)
    _figures(project, row)
    adoption.followers.append(project)
    adoption.trail.changed(project, row.name, before, figures_say(project), adoption.place(row))


def _difference(row: PlanRow, line: PlanLine) -> Figures:
    asked = row.figures
    wanted = Figures(int(asked["buildings"]), int(asked["households"]), asked["floor_area"])
    return wanted - Figures.of(line)


def _set(line: PlanLine, row: PlanRow, source: Source) -> None:
    _figures(line, row)
    line.imported = figures_as_text(row.stated)
    line.position, line.row = row.position, row.row
    line.upload_id, line.sheet = source.upload_id, row.sheet or source.sheet


def _figures(thing: PlanLine | Project, row: PlanRow) -> None:
    thing.buildings = int(row.figures["buildings"])
    thing.households = int(row.figures["households"])
    thing.floor_area = row.figures["floor_area"]


def _enter(
    adoption: _Adoption, communities: Sequence[Community], projects: Sequence[Project]
) -> None:
    """Keep what was written, with the communities and projects that the rows brought along."""
    places = {line.project_id: (line.sheet, line.row or 0) for line in adoption.new}
    for project in projects:
        place = places.get(project.pk)
        adoption.trail.entered(project, project.name, figures_say(project), place)
    rows = {project.community_id: places.get(project.pk) for project in projects}
    for community in communities:
        said = {"name": community.name}
        adoption.trail.entered(community, community.name, said, rows.get(community.pk))
    adoption.trail.keep()


def _note(by: User, adoption: _Adoption, paper: Paper) -> None:
    """What moved an issued plan, under the number of the table that moved it."""
    plan = adoption.plan
    if plan.issued_on is None or not adoption.moved:
        return
    if not paper.document_no.strip():
        raise Refused(_PAPER_WANTED)
    enter(
        by=by,
        at=real_now(),
        plan=plan,
        kind="reissue",
        paper=paper,
        moved=adoption.moved,
        upload_id=adoption.source.upload_id,
    )


def _write(
    adoption: _Adoption, communities: Sequence[Community], projects: Sequence[Project]
) -> None:
    insert_rows(adoption.new)
    update_rows(adoption.changed + adoption.noted, _WRITTEN)
    update_rows(adoption.followers, FIGURES)
    _enter(adoption, communities, projects)


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

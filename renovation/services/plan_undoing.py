"""An imported plan taken back: lines, the projects and communities that it brought. Set-wise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import real_now
from districts.models import Community
from policies.rules.vocabulary import Lifecycle
from records.copying import insert_rows, update_rows
from records.rules.undoing import Undoing, UndoReport, Written, together, weigh
from records.selectors.written import attached, written_by
from renovation.models import Plan, PlanLine, PlanTarget, Project, StageChange
from renovation.rules.baseline import Figures
from renovation.rules.plan_rows import FIGURES
from renovation.selectors.plan_words import figures_say, put_back
from renovation.selectors.untouched import happened_on
from renovation.services.plan_entries import Moved, Paper, enter
from renovation.services.plan_heads import put_words_back, weigh_plans
from renovation.services.plans import hold_plans

_LINE = (*FIGURES, "position", "imported", "upload_id", "sheet", "row")
_ISSUED = "计划已经印发，请登记退出"


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What is to be done to each table, the rows at hand."""

    lines: Undoing
    projects: Undoing
    communities: Undoing
    plans: Undoing
    line_rows: Mapping[int, PlanLine]
    project_rows: Mapping[int, Project]

    @property
    def report(self) -> UndoReport:
        """All four as one."""
        every = (self.lines, self.projects, self.communities, self.plans)
        return together(one.report for one in every)


@transaction.atomic
def undo_plan(
    *,
    by: User,
    on: date,
    area_code: str,
    year: int,
    upload_id: int,
    reason: str,
    rehearse: bool = False,
) -> UndoReport:
    """Take back what one import wrote to a plan; with `rehearse` only say what that would do.

    Figures go back where they still are what the import wrote. Projects that it opened are
    withdrawn, those without steps removed, if nothing has happened on them; communities that it
    entered leave the register if nothing hangs on them. Everything else stays and is named.
    """
    require(by, Permission.IMPORT_PLAN, on=area_code)
    if not rehearse:
        hold_plans(area_code=area_code)
    found = _weigh(written_by(upload_id), locked=not rehearse)
    if rehearse:
        return found.report
    plan = Plan.objects.filter(area_code=area_code, year=year).first()
    _write(by, on, found, reason)
    record(
        by=by,
        action="plan.undo",
        on=plan or by,
        area_code=area_code,
        summary=f"撤销 {year} 年度计划的一次导入：{reason}",
        payload={**found.report.counts(), "upload": upload_id, "on": on.isoformat()},
    )
    return found.report


def _weigh(written: Mapping[str, list[Written]], *, locked: bool) -> _Weighed:
    of = {model: written.get(model._meta.label_lower, []) for model in _TABLES}
    ids = {model: [one.object_id for one in of[model]] for model in _TABLES}
    projects = Project.objects.filter(pk__in=ids[Project])
    if locked:
        projects = projects.select_for_update(of=("self",)).order_by("pk")
    project_rows = projects.in_bulk()
    line_rows = PlanLine.objects.select_related("plan", "project").in_bulk(ids[PlanLine])
    opened = {one.object_id for one in of[Project] if one.before is None} & project_rows.keys()
    busy = happened_on([project_rows[pk] for pk in sorted(opened)], ids[PlanLine])
    held = {pk: busy[line.project_id] for pk, line in line_rows.items() if line.project_id in busy}
    held |= {pk: _ISSUED for pk, line in line_rows.items() if line.plan.issued_on}
    lines = weigh(of[PlanLine], {pk: figures_say(line) for pk, line in line_rows.items()}, held)
    ended = {line_rows[one.object_id].project_id for one in lines.removals}
    judged = [one for one in of[Project] if one.before is not None or one.object_id in ended]
    standing = {pk: figures_say(project) for pk, project in project_rows.items()}
    projects_ = weigh(judged, standing)
    gone = {
        one.object_id
        for one in projects_.removals
        if project_rows[one.object_id].procedure_id is None
    }
    communities = _communities(of[Community], gone)
    removed = {one.object_id for one in lines.removals}
    left = (PlanLine.objects.exclude(pk__in=removed), PlanTarget.objects.all())
    plans = weigh_plans(of[Plan], *left)
    return _Weighed(lines, projects_, communities, plans, line_rows, project_rows)


_TABLES = (Plan, PlanLine, Project, Community)


def _communities(written: list[Written], gone: set[int]) -> Undoing:
    """Communities that were entered: out if nothing else hangs on them."""
    ids = [one.object_id for one in written]
    busy = attached(Community, ids, besides=(Project,))
    left = Project.objects.filter(community__in=ids).exclude(pk__in=gone)
    names = dict(left.order_by().values_list("community", "state"))
    stays = {
        pk: "项目已撤出，小区留在台账" if state == Lifecycle.PLANNED else "小区还有项目"
        for pk, state in names.items()
    }
    standing = {
        row.pk: {"name": row.name}
        for row in Community.objects.filter(pk__in=ids).only("pk", "name")
    }
    return weigh(written, standing, {pk: f"小区已有：{words}" for pk, words in busy.items()}, stays)


def _write(by: User, on: date, found: _Weighed, reason: str) -> None:
    PlanLine.objects.filter(pk__in=[one.object_id for one in found.lines.removals]).delete()
    before = {pk: Figures.of(found.line_rows[pk]) for pk in found.lines.restores}
    for pk, values in found.lines.restores.items():
        put_back(found.line_rows[pk], {**values, **found.lines.origins[pk]})
    lines = [found.line_rows[pk] for pk in found.lines.restores]
    update_rows(lines, _LINE)
    _enter(by, lines, before, reason)
    for pk, values in found.projects.restores.items():
        put_back(found.project_rows[pk], dict(values))
    followers = [found.project_rows[pk] for pk in found.projects.restores]
    update_rows(followers, FIGURES)
    ended = [found.project_rows[one.object_id] for one in found.projects.removals]
    _withdraw(by, on, [row for row in ended if row.procedure_id], reason)
    bare = [row.pk for row in ended if row.procedure_id is None]
    Project.objects.filter(pk__in=bare).delete()
    gone = [one.object_id for one in found.communities.removals]
    Community.objects.filter(pk__in=gone).delete()
    put_words_back(found.plans)


def _enter(by: User, lines: list[PlanLine], before: Mapping[int, Figures], reason: str) -> None:
    """What moved back on an issued plan is an entry like any other."""
    moved = [
        Moved(line, line.project.name, Figures.of(line) - before[line.pk])
        for line in lines
        if line.plan.issued_on and Figures.of(line) != before[line.pk]
    ]
    if moved:
        plan = moved[0].line.plan
        paper = Paper("", f"撤销导入：{reason}")
        enter(by=by, at=real_now(), plan=plan, kind="undo", paper=paper, moved=moved)


def _withdraw(by: User, on: date, projects: list[Project], reason: str) -> None:
    """Opened projects keep their history: they leave the plan, nothing of them is deleted."""
    now = real_now()
    for project in projects:
        project.state = Lifecycle.WITHDRAWN
        project.current_step, project.due_on = None, None
        project.version += 1
    fields = ["state", "current_step", "due_on", "version"]
    update_rows(projects, fields)
    insert_rows(
        [
            StageChange(
                project=project,
                source=Lifecycle.PLANNED,
                target=Lifecycle.WITHDRAWN,
                happened_on=on,
                reason=f"撤销导入：{reason}"[:300],
                changed_at=now,
                changed_by=by,
            )
            for project in projects
        ]
    )

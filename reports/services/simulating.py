"""The change simulator: a version, a draft perhaps, against all running projects of its place.

Read only towards projects. What is kept is the question (version hash, day, place), the versions it
was held against, and every point that differs, with both explanations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import real_now
from common.errors import Problem, Refused
from policies.models import PolicyVersion
from policies.selectors.supposing import Supposing
from records.services import jobs
from records.services.jobs import Progress
from renovation.models import Project, Simulation, SimulationRow
from renovation.rules.points import Change, Effect, Point, changes
from renovation.selectors.candidates import Candidates
from reports.selectors.evaluation import Evaluation
from reports.selectors.simulations import running

CHUNK = 50


@transaction.atomic
def simulate(*, by: User, at: datetime, on: date, version: PolicyVersion) -> Simulation:
    """Ask for a simulation as a job with progress; refused where no project runs at the place.

    Only projects in the asker's scope are looked at, so that the result shows nothing else.
    """
    require(by, Permission.SIMULATE_POLICY, on=version)
    found = running(by, version)
    if not found:
        raise Refused(
            Problem(
                "该地没有在办项目可供推演",
                code="no_projects",
                remedy="有项目建档后再推演；规则本身可用算例和试算核对",
            )
        )
    simulation = Simulation.objects.create(
        version=version,
        version_hash=version.content_hash,
        area_code=version.policy.area_code,
        on=on,
        projects=len(found),
        asked_at=at,
        asked_by=by,
    )
    record(
        by=by,
        action="policy.simulate",
        on=simulation,
        area_code=simulation.area_code,
        summary=f"推演{version}对 {len(found)} 个在办项目的影响",
        payload={"version": version.content_hash, "on": on.isoformat()},
    )
    simulation.job = jobs.request(
        by=by,
        at=at,
        kind="policy.simulate",
        title=f"推演：{version}",
        area_code=simulation.area_code,
        runner=run_simulation,
        arguments={"simulation_id": simulation.pk},
        total=len(found),
    )
    simulation.save(update_fields=["job"])
    return simulation


def run_simulation(progress: Progress, simulation_id: int) -> dict[str, Any]:
    """The worker's half. Repeatable: what an earlier, interrupted run wrote is written anew."""
    simulation = Simulation.objects.select_related("version__policy", "asked_by").get(
        pk=simulation_id
    )
    simulation.rows.all().delete()
    projects = running(simulation.asked_by, simulation.version)
    supposing = Supposing(simulation.version, simulation.on)
    affected: set[int] = set()
    against: Counter[int] = Counter(project.procedure_id or 0 for project in projects)
    progress.step(0, len(projects))
    for start in range(0, len(projects), CHUNK):
        part = projects[start : start + CHUNK]
        rows = list(_rows(simulation, part, supposing))
        SimulationRow.objects.bulk_create(rows, batch_size=1000)
        affected |= {row.project_id for row in rows if row.effect != Effect.PINNED}
        progress.step(min(start + CHUNK, len(projects)), message=f"{len(affected)} 个项目有变化")
    simulation.against = _versions(against)
    simulation.projects, simulation.affected = len(projects), len(affected)
    simulation.finished_at = real_now()
    simulation.save(update_fields=["against", "projects", "affected", "finished_at"])
    return {"url": reverse("reports:simulation", args=[simulation.pk]), "label": "看推演结果"}


def compared(
    projects: Sequence[Project], supposing: Supposing, on: date
) -> Iterator[tuple[Project, Change]]:
    """Every point that differs, project by project; queries do not grow with the projects."""
    whole, candidates = Evaluation.of(projects, on), Candidates.of(projects)
    for project in projects:
        ruleset = supposing.ruleset(project.area_code)
        now = [*whole.points(project), *candidates.points(project)]
        then = whole.points_as_if(project, ruleset) + candidates.points_as_if(project, ruleset)
        for change in changes(now, then):
            yield project, change


def _rows(
    simulation: Simulation, projects: Sequence[Project], supposing: Supposing
) -> Iterator[SimulationRow]:
    for project, change in compared(projects, supposing, simulation.on):
        point = change.point
        yield SimulationRow(
            simulation=simulation,
            project=project,
            kind=point.kind,
            key=point.key,
            label=point.label[:200],
            effect=change.effect,
            before=_result(change.before),
            after=_result(change.after),
            days=change.days,
            yuan=change.yuan,
            why_before=change.before.explanation.to_dict() if change.before else None,
            why_after=change.after.explanation.to_dict() if change.after else None,
        )


def _result(point: Point | None) -> str:
    return point.result[:300] if point else ""


def _versions(counted: Counter[int]) -> list[dict[str, Any]]:
    rows: Iterable[PolicyVersion] = PolicyVersion.objects.light().filter(pk__in=counted)
    return [
        {
            "key": row.policy.key,
            "title": row.document_no,
            "sequence": row.sequence,
            "hash": row.content_hash,
            "projects": counted[row.pk],
        }
        for row in rows
    ]

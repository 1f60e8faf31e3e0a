"""Moving running projects to another version of their procedure, with reason; and back.

What is finished stays under the version that it was finished by; a rule whose event has passed
(a round opened, a notice posted, works started) stays on its version. A move can be taken back
until a step is completed under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from accounts.access import require, require_all
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import real_now
from common.errors import Conflict, Problem, Refused
from policies.models import PolicyVersion
from policies.rules.vocabulary import Trigger
from policies.selectors.governing import calendar, policy_of
from renovation.models import ProcedureMigration, Project, RulePin, Step
from renovation.selectors.governing import RulesInForce
from renovation.selectors.migrations import Preview, last_live, previews
from renovation.selectors.units import UnitResolver
from renovation.services import progress
from renovation.services.migration_steps import Rewriting, restore


@dataclass(frozen=True, slots=True)
class Approval:
    """Why the move is made, and the document that approves it."""

    reason: str
    document_no: str = ""


@transaction.atomic
def migrate_procedure(
    *, by: User, on: date, projects: Sequence[Project], target: PolicyVersion, approval: Approval
) -> list[ProcedureMigration]:
    """Move all of these projects to `target` or none: Refused with every project's problems.

    `target` must be in force on `on`. What each project's preview showed is stored with the move.
    """
    require_all(by, Permission.MIGRATE_RULES, on=projects)
    rows = list(
        Project.objects.select_for_update(of=("self",))
        .filter(pk__in=[project.pk for project in projects])
        .order_by("pk")
    )
    made = previews(rows, target)
    _refuse(on, rows, made, target, approval)
    units = policy_of(target).units
    resolver = UnitResolver.load(target.pk, units, rows)
    days, rules = calendar(), RulesInForce()
    pinned = _pinned(rows)
    return [
        _move(
            by,
            on,
            one,
            target,
            approval,
            Rewriting(by, on, one.target, resolver, days, rules, pinned[one.project.pk]),
        )
        for one in made
    ]


@transaction.atomic
def reverse_migration(
    *, by: User, on: date, migration: ProcedureMigration, reason: str
) -> ProcedureMigration:
    """Put the project back to the version it came from; refused once a step was completed since."""
    require(by, Permission.MIGRATE_RULES, on=migration)
    project = progress.locked(migration.project_id)
    row = ProcedureMigration.objects.select_for_update(of=("self",)).get(pk=migration.pk)
    if row.reversed_at is not None:
        raise Conflict("这次改用已经撤回。")
    problems = standing(row)
    if not reason.strip():
        problems.append(Problem("请写明撤回的理由", field="reason"))
    if problems:
        raise Refused(problems)
    closed = restore(row.before)
    rules = [f"deadlines.{key}" for key in closed]
    project.pins.filter(pk__in=row.before["pins"], rule__in=rules).update(superseded=True)
    _pin(by, on, project, row.source_id, f"撤回改用：{reason.strip()}")
    project.procedure_id = row.source_id
    project.save(update_fields=["procedure"])
    progress.refresh(project, Step.objects.filter(project=project).order_by("position"))
    row.reversed_on, row.reversed_at, row.reversed_by = on, real_now(), by
    row.reversed_reason = reason.strip()[:200]
    row.save(update_fields=["reversed_on", "reversed_at", "reversed_by", "reversed_reason"])
    record(
        by=by,
        action="procedure.migrate_back",
        on=row,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"撤回改用新版程序：{reason.strip()}",
        payload={"from": row.target_id, "to": row.source_id},
    )
    return row


def standing(migration: ProcedureMigration) -> list[Problem]:
    """What keeps a move from being taken back."""
    later = last_live(migration.project)
    problems = []
    if later is not None and later.pk != migration.pk:
        problems.append(Problem("其后又改用过其他版本，不能撤回这一次", code="not_last"))
    since = Step.objects.filter(project_id=migration.project_id, done_at__gt=migration.migrated_at)
    problems += [
        Problem(
            f"改用新版后已办结“{step.name}”（{step.done_on}），不能再撤回",
            code="step_done_since",
            field=step.key,
            remedy="需要改回的，另行改用并写明理由",
        )
        for step in since.order_by("position")
    ]
    added = Step.objects.filter(pk__in=migration.before["added"])
    problems += [
        Problem(f"新增的“{step.name}”已有材料，不能撤回", code="step_worked", field=step.key)
        for step in added.filter(documents__attachment__isnull=False).distinct()
    ]
    return problems


def _refuse(
    on: date,
    rows: list[Project],
    made: list[Preview],
    target: PolicyVersion,
    approval: Approval,
) -> None:
    problems = [problem for one in made for problem in _named(one)]
    problems += [
        Problem(f"“{row.name}”尚未建档，没有程序可改", code="not_opened", field=row.code)
        for row in rows
        if row.procedure_id is None
    ]
    if not PolicyVersion.objects.in_force(on).filter(pk=target.pk).exists():
        problems.append(Problem(f"{target}在 {on} 没有施行", code="not_in_force", field="target"))
    if not approval.reason.strip():
        problems.append(Problem("请写明改用新版的理由", code="reason_needed", field="reason"))
    if not rows:
        problems.append(Problem("没有选定项目", code="no_projects", field="projects"))
    if problems:
        raise Refused(problems)


def _named(one: Preview) -> list[Problem]:
    return [
        Problem(
            f"“{one.project.name}”：{problem.message}",
            code=problem.code,
            field=one.project.code,
            remedy=problem.remedy,
        )
        for problem in one.problems
    ]


def _move(
    by: User,
    on: date,
    one: Preview,
    target: PolicyVersion,
    approval: Approval,
    rewriting: Rewriting,
) -> ProcedureMigration:
    project, source = one.project, one.found.procedure.version_id
    reason = approval.reason.strip()[:200]
    pin = _pin(by, on, project, target.pk, reason)
    before = rewriting.apply(one)
    project.procedure_id = target.pk
    project.save(update_fields=["procedure"])
    progress.refresh(project, one.found.steps)
    row = ProcedureMigration.objects.create(
        project=project,
        source_id=source,
        target=target,
        pin=pin,
        kind=one.kind,
        differences=[
            {"kind": d.kind, "label": d.label, "old": d.old, "new": d.new} for d in one.differences
        ],
        moves=[asdict(move) for move in one.plan.moves],
        before=before,
        reason=reason,
        document_no=approval.document_no.strip()[:60],
        migrated_on=on,
        migrated_at=real_now(),
        migrated_by=by,
    )
    record(
        by=by,
        action="procedure.migrate",
        on=row,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"办理程序改用{target.document_no}第 {target.sequence} 版：{reason}",
        payload={"from": source, "to": target.pk, "kind": one.kind, "steps": one.counts},
    )
    return row


def _pin(by: User, on: date, project: Project, version_id: int, reason: str) -> RulePin:
    project.pins.filter(rule="procedure", superseded=False).update(superseded=True)
    return RulePin.objects.create(
        project=project,
        rule="procedure",
        trigger=Trigger.MIGRATED,
        day=on,
        version_id=version_id,
        pinned_at=real_now(),
        pinned_by=by,
        reason=reason[:200],
    )


def _pinned(projects: Sequence[Project]) -> dict[int, set[str]]:
    """Rules whose event has passed, by project."""
    found: dict[int, set[str]] = {project.pk: set() for project in projects}
    rows = RulePin.objects.filter(project__in=projects, superseded=False)
    for project_id, rule in rows.values_list("project_id", "rule"):
        found[project_id].add(rule)
    return found

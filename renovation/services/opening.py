"""Opening projects: the procedure in force becomes step rows, pinned to its version. Set-wise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db import transaction

from accounts.access import require_all
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.area_codes import district_of
from common.clock import real_now
from common.errors import Problem, Refused
from policies.rules.model import Procedure, UnitKey
from policies.rules.model import Step as Definition
from policies.rules.timing import Calendar
from policies.rules.vocabulary import Lifecycle, MilestoneKind, Trigger
from policies.selectors.governing import calendar, ruleset_for
from policies.selectors.ruleset import Governed
from records.copying import insert_rows, update_rows
from renovation.models import Milestone, Project, RulePin, StageChange, Step, StepDocument
from renovation.rules.stepping import initial_states
from renovation.selectors.governing import RulesInForce
from renovation.selectors.units import UnitResolver
from renovation.services import deadlines, progress

OPENED_AS = {Lifecycle.PLANNED, Lifecycle.CANDIDATE}


@dataclass(slots=True)
class _Batch:
    """Everything that opening writes, gathered so that each table is written once."""

    by: User
    on: date
    evidence: str
    steps: list[Step] = field(default_factory=list)
    documents: list[StepDocument] = field(default_factory=list)
    pins: list[RulePin] = field(default_factory=list)
    changes: list[StageChange] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    rules: RulesInForce = field(default_factory=RulesInForce)


@transaction.atomic
def open_projects(
    *, by: User, on: date, projects: Sequence[Project], evidence: str = ""
) -> list[Step]:
    """Give saved projects the steps of the procedure in force at `on`, and pin it.

    Planned projects arrived by plan import: steps up to and including admission are to be
    evidenced, the next ones open, and the plan itself (`evidence`: its title or number) is the
    evidence of being admitted. Candidates begin with the first steps. Refused (all problems) when
    a project is open already or its street has no unit; Undecidable when no procedure is in force.
    """
    require_all(by, Permission.EDIT_PROJECT, on=projects)
    if not projects:
        return []
    batch = _Batch(by, on, evidence or "年度计划")
    _refuse(projects)
    days = calendar()
    ordered = sorted(projects, key=lambda project: district_of(project.area_code))
    for code, group in groupby(ordered, key=lambda project: district_of(project.area_code)):
        rules = ruleset_for(code, on)
        _open_group(batch, list(group), rules.procedure, rules.units, days)
    _write(batch, ordered)
    record(
        by=by,
        action="project.open",
        on=ordered[0],
        area_code=_common_code(ordered),
        project_id=ordered[0].pk if len(ordered) == 1 else None,
        summary=f"建档 {len(ordered)} 个项目，共 {len(batch.steps)} 个步骤",
        payload={"projects": [project.pk for project in ordered], "on": on.isoformat()},
    )
    return batch.steps


def _refuse(projects: Sequence[Project]) -> None:
    problems = [
        Problem(
            f"项目“{project.name}”的状态不能建档",
            value=project.get_state_display(),
            expected="待改造或已列入计划",
        )
        for project in projects
        if project.state not in OPENED_AS
    ]
    keys = [project.pk for project in projects]
    opened = set(Step.objects.filter(project_id__in=keys).values_list("project_id", flat=True))
    names = sorted(project.name for project in projects if project.pk in opened)
    problems += [Problem(f"项目“{name}”已经建档") for name in names]
    if problems:
        raise Refused(problems)


def _open_group(
    batch: _Batch,
    projects: list[Project],
    procedure: Governed[Procedure],
    units: Governed[tuple[UnitKey, ...]],
    days: Calendar,
) -> None:
    resolver = UnitResolver.load(procedure.version_id, units.rule, projects)
    if missing := resolver.missing_streets(projects):
        raise Refused(
            [
                Problem(
                    f"“{name}”还没有登记责任单位，步骤没有承办人",
                    remedy="请先在责任单位中登记该街道",
                )
                for name in missing
            ]
        )
    for project in projects:
        project.procedure_id = procedure.version_id
        admitted = project.state == Lifecycle.PLANNED
        states = initial_states(procedure.rule, admitted=admitted)
        _materialise(batch, project, procedure, states, resolver, days)
        batch.changes.append(
            StageChange(
                project=project,
                source="",
                target=project.state,
                happened_on=batch.on,
                reason=f"{'列入' if admitted else '建档'}：{batch.evidence}"[:300],
                changed_at=real_now(),
                changed_by=batch.by,
            )
        )
        if admitted:
            batch.milestones.append(
                Milestone(
                    project=project,
                    kind=MilestoneKind.ADMITTED,
                    reached_on=batch.on,
                    evidence=batch.evidence[:300],
                    recorded_at=real_now(),
                    recorded_by=batch.by,
                )
            )


def _materialise(
    batch: _Batch,
    project: Project,
    procedure: Governed[Procedure],
    states: dict[str, str],
    resolver: UnitResolver,
    days: Calendar,
) -> None:
    rule = procedure.rule
    steps: dict[str, Step] = {}
    for position, definition in enumerate(rule.steps, 1):
        phase = rule.phase_name(definition.phase)
        step = _step(project, definition, phase, position, resolver, procedure.version_id)
        step.state = states[definition.key]
        step.opened_on = batch.on if step.state == "open" else None
        steps[step.key] = step
        batch.documents += [
            StepDocument(step=step, key=need.key, name=need.name, required=need.required)
            for need in definition.documents
        ]
    for step in steps.values():
        if pin := deadlines.settle(step, procedure, steps, days, batch.rules):
            batch.pins.append(_signed(pin, batch, project))
    batch.steps += steps.values()
    batch.pins.append(
        _signed(
            RulePin(
                rule="procedure",
                trigger=Trigger.PROJECT_OPENED,
                day=batch.on,
                version_id=procedure.version_id,
            ),
            batch,
            project,
        )
    )


def _step(
    project: Project,
    definition: Definition,
    phase: str,
    position: int,
    resolver: UnitResolver,
    version_id: int,
) -> Step:
    lead = resolver.code(definition.lead, project)
    supporters = [resolver.code(key, project) for key in definition.supporters]
    return Step(
        project=project,
        version_id=version_id,
        key=definition.key,
        name=definition.name,
        phase=phase,
        position=position,
        kind=definition.kind,
        subject=definition.subject,
        throughout=definition.throughout,
        area_code=project.area_code,
        lead_code=lead,
        unit_codes=list(dict.fromkeys(code for code in (lead, *supporters) if code)),
    )


def _signed(pin: RulePin, batch: _Batch, project: Project) -> RulePin:
    pin.project, pin.pinned_at, pin.pinned_by = project, real_now(), batch.by
    return pin


def _write(batch: _Batch, projects: list[Project]) -> None:
    insert_rows(batch.steps)
    insert_rows(batch.documents)
    insert_rows(batch.pins)
    insert_rows(batch.changes)
    insert_rows(batch.milestones)
    owned: dict[int, list[Step]] = {project.pk: [] for project in projects}
    for step in batch.steps:
        owned[step.project_id].append(step)
    for project in projects:
        progress.place(project, owned[project.pk])
    fields = ["procedure", "current_step", "due_on", "unit_codes"]
    update_rows(projects, fields)


def _common_code(projects: list[Project]) -> str:
    codes = {district_of(project.area_code) for project in projects}
    return codes.pop() if len(codes) == 1 else ""

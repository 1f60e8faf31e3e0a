"""What every service of a project shares: its lock, its moves, and the stored next step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from accounts.models import User
from common.clock import real_now
from common.errors import Refused
from policies.rules.vocabulary import Lifecycle
from renovation.models import Project, StageChange, Step
from renovation.rules import lifecycle


def locked(project_id: int) -> Project:
    """The project's row, locked until the transaction ends; always taken before its steps."""
    return Project.objects.select_for_update(of=("self",)).get(pk=project_id)


def current_of(steps: Iterable[Step]) -> Step | None:
    """The step that the next-step card names: the open one due first, else the first gap."""
    rows = list(steps)
    live = [step for step in rows if step.state == "open" and not step.throughout]
    live = live or [step for step in rows if step.state == "to_evidence" and not step.throughout]
    return min(
        live, key=lambda s: (s.due_on is None, s.due_on or date.max, s.position), default=None
    )


def refresh(project: Project, steps: Iterable[Step]) -> None:
    """Store the current step, its due day and the units at work; counts one modification."""
    rows = list(steps)
    place(project, rows)
    project.version += 1
    project.save(update_fields=["current_step", "due_on", "unit_codes", "state", "version"])


def place(project: Project, steps: Iterable[Step]) -> None:
    """Set the three fields without saving, for set-wise callers."""
    rows = list(steps)
    current = None if project.state == Lifecycle.WITHDRAWN else current_of(rows)
    project.current_step = current
    project.due_on = current.due_on if current else None
    project.unit_codes = sorted({code for step in rows for code in step.unit_codes})


def move(*, by: User, on: date, project: Project, target: Lifecycle, reason: str) -> None:
    """Move the project in its life and write the change; nothing when it is there already.

    Raises Refused when the table has no such move. The caller saves the project.
    """
    source = Lifecycle(project.state)
    if lifecycle.already_at(source, target):
        return
    if not lifecycle.can_move(source, target):
        raise Refused(
            f"项目现为“{lifecycle.label(source)}”，不能直接转为“{lifecycle.label(target)}”",
            code="lifecycle",
        )
    project.state = target.value
    StageChange.objects.create(
        project=project,
        source=source,
        target=target,
        happened_on=on,
        reason=reason,
        changed_at=real_now(),
        changed_by=by,
    )


def by_key(project: Project) -> Mapping[str, Step]:
    """The project's steps in reading order, by key, each pointing at this very project."""
    rows = Step.objects.filter(project=project).order_by("position")
    for step in rows:
        step.project = project
    return {step.key: step for step in rows}

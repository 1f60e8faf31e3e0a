"""Where a round's deeds are told: what concerns all of it in every project, a home's in its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from accounts.models import AuditEntry, User
from accounts.services.audit import record
from approvals.models import Round
from renovation.models import Project


class There(TypedDict):
    """Where an entry of the trail belongs."""

    area_code: str
    project_id: int


def record_in_all(
    *,
    by: User,
    action: str,
    round_: Round,
    summary: str,
    payload: dict[str, Any],
    on: Any = None,
    projects: Sequence[Project] = (),
) -> list[AuditEntry]:
    """An entry in the trail of each project that the round decides for; `on`: else the round.

    With `projects` only in theirs: what concerns a part of a cluster is told there.
    """
    return [
        record(
            by=by,
            action=action,
            on=on or round_,
            area_code=project.area_code,
            project_id=project.pk,
            summary=summary,
            payload=payload,
        )
        for project in projects or round_.projects
    ]


def trail_at(round_: Round, building: str) -> There:
    """Whose trail tells what happens in a building of the roll: its own project's."""
    project = round_.project_at(building)
    return {"area_code": project.area_code, "project_id": project.pk}

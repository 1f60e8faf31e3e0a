"""What the residents wait for: register rows that come due, objections that nobody has closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from accounts.models import User
from approvals.models import Objection
from renovation.models import Project
from renovation.selectors.registers import due_rows

AHEAD = timedelta(days=7)
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """One matter with where it is dealt with; `due` is None where no day is set."""

    project: Project | None
    words: str
    url: str
    due: date | None


def waiting(user: User, on: date) -> list[Waiting]:
    """Rows due within a week or late, then open objections of live notices (two queries)."""
    rows = [
        Waiting(
            row.project,
            f"台账第 {row.number} 号",
            _page(row.project_id, row.register),
            row.due_on,
        )
        for row in due_rows(user, on + AHEAD)[:SHOWN]
    ]
    objections = (
        Objection.objects.visible_to(user)
        .filter(settled_at=None, notice__state="posted")
        .select_related("notice__project")
        .order_by("received_on", "pk")
    )
    for one in objections[:SHOWN]:
        project = one.notice.project
        url = f"{reverse('approvals:notices', args=[project.pk])}#objection-{one.pk}"
        rows.append(Waiting(project, f"异议：{one.matter}", url, None))
    return rows[:SHOWN]


def _page(project_id: int | None, register: str) -> str:
    if project_id is None:
        return reverse("renovation:register", args=[register])
    return reverse("approvals:bodies", args=[project_id])

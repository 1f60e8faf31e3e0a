"""What the residents wait for: register rows that come due, objections that nobody has closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from accounts.models import User
from approvals.models import Objection
from renovation.models import Project, RegisterRow
from renovation.selectors.registers import due_rows, registers_at

AHEAD = timedelta(days=7)
SHOWN = 8
MOST = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """One matter with where it is dealt with: a register row by its day, an objection by its age.

    `due` is None for an objection, `days` (since it was received) for a row.
    """

    project: Project | None
    words: str
    url: str
    due: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Residents:
    """The first matters, and how many more there are."""

    first: tuple[Waiting, ...]
    more: int


def waiting(user: User, on: date) -> Residents:
    """Late rows, then open objections of live notices, then rows due within a week.

    Three queries: rows, objections, and, where there are rows, what the registers are called.
    """
    rows = list(due_rows(user, on + AHEAD)[:MOST])
    names = _names(user, on) if rows else {}
    late = [_row(row, names) for row in rows if row.due_on and row.due_on < on]
    soon = [_row(row, names) for row in rows if row.due_on and row.due_on >= on]
    objections = (
        Objection.objects.visible_to(user)
        .filter(settled_at=None, notice__state="posted")
        .select_related("notice__project")
        .order_by("received_on", "pk")
    )
    found = [*late, *(_objection(one, on) for one in objections[:MOST]), *soon]
    return Residents(tuple(found[:SHOWN]), len(found[SHOWN:]))


def _names(user: User, on: date) -> dict[str, str]:
    governed = registers_at(user.access.home_code(), on)
    return {rule.key: rule.name for rule in governed.rule} if governed else {}


def _row(row: RegisterRow, names: dict[str, str]) -> Waiting:
    words = f"{names.get(row.register, '台账')}第 {row.number} 号"
    return Waiting(row.project, words, _page(row.project_id, row.register), due=row.due_on)


def _objection(one: Objection, on: date) -> Waiting:
    project = one.notice.project
    url = f"{reverse('approvals:notices', args=[project.pk])}#objection-{one.pk}"
    return Waiting(project, f"异议：{one.matter}", url, days=(on - one.received_on).days)


def _page(project_id: int | None, register: str) -> str:
    page = reverse("renovation:register", args=[register])
    return f"{page}?project={project_id}" if project_id else page

"""Notices as they stand on a filing: when they hung, what was objected, how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from approvals.models import Notice
from approvals.selectors.rules import notice_rule
from common.explanations import Clause
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class Posted:
    """One notice. `name` and `length` are the policy's; objections by number."""

    name: str
    title: str
    posted_on: date
    last_day: date | None
    length: str
    where: str
    received: int
    settled: int
    clauses: tuple[Clause, ...]


def posted_notices(project: Project, keys: Sequence[str]) -> tuple[Posted, ...]:
    """The notices with these keys that hang or hung out, in the order of posting."""
    rows = Notice.objects.filter(project=project, key__in=keys, state="posted")
    rows = rows.select_related("pin").prefetch_related("objections").order_by("posted_on", "pk")
    return tuple(map(_posted, rows))


def _posted(row: Notice) -> Posted:
    rule = notice_rule(row).rule
    objections = list(row.objections.all())
    return Posted(
        name=rule.name,
        title=row.title,
        posted_on=row.posted_on,
        last_day=row.last_day,
        length=f"{rule.length} {'个工作日' if rule.unit == 'working' else '日'}",
        where=row.where_posted,
        received=len(objections),
        settled=sum(bool(one.outcome) for one in objections),
        clauses=rule.clauses,
    )

"""Entries of an issued plan: what moved, by how much, by which document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import Problem, Refused
from renovation.models import Plan, PlanEntry, PlanEntryLine, PlanLine
from renovation.rules.baseline import ENTRY_KINDS, NOTHING, Figures, total


@dataclass(frozen=True, slots=True)
class Paper:
    """The document that orders a change of the plan, and why; an undo has none."""

    document_no: str
    reason: str
    dated_on: date | None = None

    def problems(self) -> list[Problem]:
        """What is missing."""
        found = []
        if not self.document_no.strip():
            found.append(Problem("请填写调整计划的依据文号", field="document_no"))
        if not self.reason.strip():
            found.append(Problem("请写明调整的原因", field="reason"))
        return found


@dataclass(frozen=True, slots=True)
class Moved:
    """A line and by how much an entry moves it; `was_called` where its name changes."""

    line: PlanLine
    name: str
    by: Figures = NOTHING
    was_called: str = ""


@transaction.atomic
def enter(
    *,
    by: User,
    at: datetime,
    plan: Plan,
    kind: str,
    paper: Paper,
    moved: Sequence[Moved],
    upload_id: int | None = None,
) -> PlanEntry:
    """Keep one change of an issued plan; the lines themselves are the caller's.

    Refused when the plan has not been issued: before that its lines are simply changed.
    """
    require(by, Permission.IMPORT_PLAN, on=plan)
    if plan.issued_on is None:
        raise Refused(
            Problem(
                "计划还没有印发，不用登记调整",
                code="not_issued",
                remedy="请直接改正计划表后重新导入",
            )
        )
    entry = PlanEntry.objects.create(
        plan=plan,
        kind=kind,
        document_no=paper.document_no.strip(),
        dated_on=paper.dated_on,
        reason=paper.reason.strip(),
        upload_id=upload_id,
        entered_at=at,
        entered_by=by,
    )
    PlanEntryLine.objects.bulk_create([_row(entry, one) for one in moved], batch_size=2000)
    sums = total(one.by for one in moved)
    record(
        by=by,
        action="plan.adjust",
        on=plan,
        summary=f"计划调整（{ENTRY_KINDS[kind]}）：{_named(moved)}；"
        f"{entry.document_no or entry.reason}",
        payload={"entry": entry.pk, "kind": kind, "lines": len(moved), **sums.as_dict()},
    )
    return entry


def _row(entry: PlanEntry, one: Moved) -> PlanEntryLine:
    return PlanEntryLine(
        entry=entry,
        line=one.line,
        name=one.name[:100],
        was_called=one.was_called[:100],
        buildings=one.by.buildings,
        households=one.by.households,
        floor_area=one.by.floor_area,
    )


def _named(moved: Sequence[Moved]) -> str:
    names = "、".join(one.name for one in moved[:3])
    return f"{names}等 {len(moved)} 个" if len(moved) > 3 else names  # noqa: PLR2004

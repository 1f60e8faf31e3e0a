"""A notice that was down: noted with who saw it, put up again, its last day counted anew."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Interruption, Notice
from approvals.rules.interruptions import Sighting, not_between, unfit
from approvals.selectors.rules import gaps_of
from approvals.services import notices, photographs
from approvals.services.notice_counting import count_days, ends
from common.clock import civil_day
from common.errors import Conflict, Refused
from common.names import mask_name
from policies.rules.vocabulary import StepKind
from renovation.selectors.situations import step_of

OPEN = {"open", "to_evidence"}


@transaction.atomic
def interrupt(*, by: User, at: datetime, notice: Notice, seen: Sighting) -> Interruption:
    """Note that a notice was down; its last day moves as its policy says.

    While it is down, or where the policy does not say, there is no last day: the gate that reads
    it says "cannot be decided". The name of who saw it is kept masked. Raises Refused with every
    problem, Conflict once the notice or its step is over.
    """
    require(by, Permission.POST_NOTICE, on=notice)
    row = notices.locked(notice.pk)
    _under_way(row)
    if problems := unfit(seen, row.posted_on, row.last_day, gaps_of(row), civil_day(at)):
        raise Refused(problems)
    restored = seen.restored_on
    made = Interruption.objects.create(
        notice=row,
        down_on=seen.down_on,
        reason=seen.reason.strip(),
        seen_by=mask_name(seen.seen_by.strip()),
        noted_at=at,
        noted_by=by,
        restored_on=restored,
        restored_at=at if restored else None,
        restored_by=by if restored else None,
    )
    count_days(by=by, at=at, notice=row)
    photographs.count(by=by, at=at, notice=row)
    record(
        by=by,
        action="notice.interrupt",
        on=made,
        area_code=row.area_code,
        project_id=row.project_id,
        summary=f"{row.title} {seen.down_on} 中断（{made.reason}），{ends(row)}",
        payload={"notice": row.pk, "restored_on": restored.isoformat() if restored else None},
    )
    return made


@transaction.atomic
def restore(*, by: User, at: datetime, notice: Notice, restored_on: date) -> Interruption:
    """Note that the notice hangs again; the days are counted on or anew, as its policy says."""
    require(by, Permission.POST_NOTICE, on=notice)
    notice = notices.locked(notice.pk)
    _under_way(notice)
    row = notice.interruptions.filter(restored_on=None).first()
    if row is None:
        raise Conflict("这份公示没有登记中断，或已登记恢复")
    if problems := not_between(row.down_on, restored_on, civil_day(at)):
        raise Refused(problems)
    row.restored_on, row.restored_at, row.restored_by = restored_on, at, by
    row.save(update_fields=["restored_on", "restored_at", "restored_by"])
    count_days(by=by, at=at, notice=notice)
    photographs.count(by=by, at=at, notice=notice)
    record(
        by=by,
        action="notice.restore",
        on=row,
        area_code=notice.area_code,
        project_id=notice.project_id,
        summary=f"{notice.title} {restored_on} 恢复张贴，{ends(notice)}",
        payload={"notice": notice.pk, "down_on": row.down_on.isoformat()},
    )
    return row


def _under_way(notice: Notice) -> None:
    if notice.state != "posted":
        raise Conflict("公示已撤下，不用再登记中断")
    step = step_of(notice.project, StepKind.NOTICE, notice.key)
    if step is not None and step.state not in OPEN:
        raise Conflict(f"“{step.name}”{step.get_state_display()}，要改须先退回这一步")

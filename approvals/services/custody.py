"""Copies that leave the office and those that are void: written down when it happens."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from accounts.access import require_in_part
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Copy, Paper, Round
from approvals.rules.custody import WITHOUT_PAPER
from approvals.rules.words import building_words
from approvals.selectors.seeing import homes_seen, places_of, seen
from approvals.services import tallies
from approvals.services.round_trail import record_in_all, trail_at
from common.errors import Conflict, Problem, Refused


@transaction.atomic
def issue_copies(
    *, by: User, at: datetime, round_: Round, collector: str, building: str = "", serial: str = ""
) -> int:
    """Write down that copies went out to a collector: of a building, of one serial, or of all.

    All are those in scope: in a cluster a street gives out what its own communities get. Units with
    a copy out are left alone; returns how many went out. Refused without a collector, for a
    building or serial that is not on the roll, when nothing is left to give out.
    """
    require_in_part(by, Permission.RECORD_PAPER, on=round_)
    row = tallies.under_way(round_.pk)
    units = homes_seen(row, by)
    if building:
        units = units.filter(building=building)
    if serial.strip():
        units = units.filter(serial__iexact=serial.strip())
    problems = _over(row)
    if not collector.strip():
        problems.append(Problem("请填写领表人", field="collector"))
    if not units.exists():
        problems.append(Problem("名册里没有这栋楼或这个票号", field="serial", value=serial))
    if problems:
        raise Refused(problems)
    free = units.exclude(pk__in=Copy.objects.filter(round=row, voided_at=None).values("unit"))
    wanted = list(free.annotate(last=Max("copies__number")).order_by("position"))
    if not wanted:
        raise Conflict("这些意见表都已登记发放")
    made = Copy.objects.bulk_create(
        Copy(
            round=row,
            unit=unit,
            number=(unit.last or 0) + 1,
            collector=collector.strip()[:40],
            issued_at=at,
            issued_by=by,
        )
        for unit in wanted
    )
    where = building_words(building) if building else serial.strip() or "全部楼栋"
    record_in_all(
        by=by,
        action="copies.issue",
        round_=row,
        projects=places_of(row, (unit.building for unit in wanted)),
        summary=f"{row.name}发放意见表 {len(made)} 份（{where}）",
        payload={"first": wanted[0].serial, "last": wanted[-1].serial, "copies": len(made)},
    )
    return len(made)


@transaction.atomic
def void_copy(*, by: User, at: datetime, round_: Round, serial: str, reason: str) -> Copy:
    """Void the copy that is out (lost, spoilt); a paper that came in on it stands in the way."""
    require_in_part(by, Permission.RECORD_PAPER, on=round_)
    row = tallies.under_way(round_.pk)
    copies = seen(Copy.objects.filter(voided_at=None), row, by).select_related("unit")
    copy = copies.filter(unit__serial__iexact=serial.strip()).first()
    problems = _over(row)
    if copy is None:
        words = f"票号 {serial} 没有在外的意见表"
        problems.append(Problem(words, field="serial", value=serial, remedy="请核对票号"))
    elif _came_in(copy):
        remedy = "录错的，先到录票页撤回，再作废"
        problems.append(Problem("这一份已经收回并录入，不能作废", field="serial", remedy=remedy))
    if not reason.strip():
        problems.append(Problem("请写明作废的原因", code="reason_needed", field="reason"))
    if problems or copy is None:
        raise Refused(problems)
    copy.void_reason, copy.voided_at, copy.voided_by = reason.strip()[:100], at, by
    copy.save(update_fields=["void_reason", "voided_at", "voided_by"])
    record(
        by=by,
        action="copies.void",
        on=row,
        **trail_at(row, copy.unit.building),
        summary=f"{copy.unit.serial} 第 {copy.number} 份作废（{reason.strip()}）",
        payload={"unit": copy.unit_id, "number": copy.number},
    )
    return copy


def _over(row: Round) -> list[Problem]:
    """Once a count is confirmed its custody stands as certified."""
    if row.state in {"open", "closed"}:
        return []
    words = f"“{row.name}”{row.get_state_display()}，票据不再变动"
    return [Problem(words, code="round_over")]


def _came_in(copy: Copy) -> bool:
    on_paper = ~Q(channel__in=WITHOUT_PAPER)
    return Paper.objects.filter(on_paper, unit=copy.unit_id, live=True).exists()

"""Piles of papers counted by hand before typing, and papers that could not be delivered."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Answer, Batch, Delivery, HeadUnit, Round
from approvals.rules.hand_counts import HandCount, Row, compare, differences
from approvals.rules.tally import CHOICES
from approvals.rules.words import building_words
from approvals.selectors.rules import matters_of
from approvals.services import tallies
from approvals.services.round_trail import trail_at
from approvals.services.visits import over
from common.errors import Conflict, Problem, Refused


@transaction.atomic
def open_batch(*, by: User, at: datetime, round_: Round, building: str, hand: HandCount) -> Batch:
    """Start a pile of one building with its hand count; the open one is counted anew.

    Raises Refused when the matters do not add up to the same number of papers.
    """
    require(by, Permission.RECORD_PAPER, on=round_.project_at(building))
    row = tallies.under_way(round_.pk)
    if row.state not in {"open", "closed"}:
        raise Conflict(f"“{row.name}”{row.get_state_display()}，不能再录")
    if not HeadUnit.objects.filter(round=row, building=building).exists():
        raise Refused(
            Problem(f"名册里没有 {building_words(building)}", field="building", value=building)
        )
    names = {matter.key: matter.name for matter in matters_of(row)}
    clean = {m: {c: int(hand.get(m, {}).get(c, 0)) for c in CHOICES} for m in names}
    totals = {sum(by_choice.values()) for by_choice in clean.values()}
    if len(totals) > 1:
        raise Refused(Problem("每个事项清点的份数应当相同", code="hand_count", value=str(totals)))
    mine = Batch.objects.filter(round=row, building=building)
    batch = mine.filter(submitted_at=None).first()
    if batch is None:
        batch = Batch(
            round=row, building=building, number=mine.count() + 1, opened_at=at, opened_by=by
        )
    batch.hand, batch.total = clean, totals.pop()
    batch.save()
    record(
        by=by,
        action="batch.count",
        on=batch,
        **trail_at(row, building),
        summary=f"{building_words(building)}第 {batch.number} 批清点 {batch.total} 份",
        payload={"total": batch.total},
    )
    return batch


@transaction.atomic
def submit_batch(*, by: User, at: datetime, batch: Batch) -> Batch:
    """Hand the pile in for checking; refused while a category differs from the hand count."""
    require(by, Permission.RECORD_PAPER, on=batch.round.project_at(batch.building))
    row = tallies.locked(batch.round_id)
    now = Batch.objects.get(pk=batch.pk)
    if now.submitted_at:
        raise Conflict("这一批已经提交过")
    names = {matter.key: matter.name for matter in matters_of(row)}
    problems = differences(names, batch_rows(row, now))
    if problems:
        raise Refused(problems)
    now.submitted_at, now.submitted_by = at, by
    now.save(update_fields=["submitted_at", "submitted_by"])
    record(
        by=by,
        action="batch.submit",
        on=now,
        **trail_at(row, now.building),
        summary=f"提交{building_words(now.building)}第 {now.number} 批 {now.total} 份",
        payload={},
    )
    return now


@transaction.atomic
def note_undelivered(*, by: User, at: datetime, unit: HeadUnit, reason: str) -> Delivery:
    """Say that a household's paper could not be delivered, and why."""
    require(by, Permission.RECORD_PAPER, on=unit)
    problems = over(tallies.under_way(unit.round_id))
    if not reason.strip():
        problems.append(Problem("请写明没有送达的原因", code="reason_needed", field="reason"))
    if problems:
        raise Refused(problems)
    row, _ = Delivery.objects.update_or_create(
        unit=unit,
        defaults={
            "round": unit.round,
            "reason": reason.strip()[:100],
            "noted_at": at,
            "noted_by": by,
        },
    )
    record(
        by=by,
        action="paper.undelivered",
        on=row,
        **trail_at(unit.round, unit.building),
        summary=f"{unit.serial} 未送达",
        payload={"unit": unit.pk},
    )
    return row


@transaction.atomic
def clear_undelivered(*, by: User, at: datetime, unit: HeadUnit) -> None:
    """The paper has been delivered after all."""
    require(by, Permission.RECORD_PAPER, on=unit)
    if problems := over(tallies.under_way(unit.round_id)):
        raise Refused(problems)
    row = Delivery.objects.filter(unit=unit).first()
    if row is None:
        raise Conflict("这一户没有登记未送达")
    Delivery.objects.filter(pk=row.pk).delete()
    record(
        by=by,
        action="paper.delivered",
        on=unit,
        **trail_at(unit.round, unit.building),
        summary=f"{unit.serial} 已补送",
        payload={"at": at.isoformat()},
    )


def batch_rows(round_: Round, batch: Batch) -> tuple[Row, ...]:
    """Typed against counted, for one pile (one query)."""
    names = {matter.key: matter.name for matter in matters_of(round_)}
    return compare(names, batch_typed(batch), batch.hand)


def batch_typed(batch: Batch) -> dict[str, dict[str, int]]:
    """Live papers of one pile by matter and category (one query)."""
    rows = Answer.objects.filter(Q(paper__batch=batch), paper__live=True)
    found: dict[str, dict[str, int]] = {}
    for row in rows.values("matter", "choice").annotate(n=Count("pk")):
        found.setdefault(row["matter"], {})[row["choice"]] = row["n"]
    return found

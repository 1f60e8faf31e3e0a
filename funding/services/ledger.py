"""Booking residents' payments, single or many. Append-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import SHANGHAI
from common.errors import Conflict, Problem, Refused
from common.money import total
from funding.models import LedgerEntry
from funding.rules.bookings import NewPayment
from funding.services import residents
from funding.services.desk import Desk
from funding.services.ledger_trail import digest_of, payload_of
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class RowResult:
    """What came of one row of a bulk booking, in the order given."""

    row: NewPayment
    entry: LedgerEntry | None
    problems: tuple[Problem, ...]


@transaction.atomic
def record_payment(*, by: User, at: datetime, project: Project, payment: NewPayment) -> LedgerEntry:
    """Book one payment of one household; Refused with every problem at once.

    Under the project's lock: of two clerks with the same voucher one books, the other is told.
    """
    require(by, Permission.COLLECT_MONEY, on=project)
    project = residents.lock(project)
    desk = Desk.open(project, [payment])
    if problems := desk.problems(payment, at.astimezone(SHANGHAI).date()):
        clash = any(problem.code == "voucher_used" for problem in problems)
        raise Conflict(problems) if clash else Refused(problems)
    entry = desk.entry(payment, by, at)
    entry.save(force_insert=True)
    residents.report(by=by, at=at, project=project)
    record(
        by=by,
        action="ledger.pay",
        on=entry,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"收居民款 {entry.amount} 元，凭证 {entry.voucher}",
        payload=payload_of(entry),
    )
    return entry


@transaction.atomic
def record_payments(
    *, by: User, at: datetime, project: Project, payments: Sequence[NewPayment]
) -> list[RowResult]:
    """Book many payments: rows in order are booked, the others come back with their reasons.

    A row is judged after the rows before it, so that two rows for one household cannot overpay.
    One audit entry carries the digest of all booked rows.
    """
    require(by, Permission.COLLECT_MONEY, on=project)
    project = residents.lock(project)
    desk = Desk.open(project, payments)
    today = at.astimezone(SHANGHAI).date()
    results = []
    for payment in payments:
        problems = tuple(desk.problems(payment, today))
        entry = None if problems else desk.entry(payment, by, at)
        if entry is not None:
            desk.book(entry)
        results.append(RowResult(payment, entry, problems))
    entries = [result.entry for result in results if result.entry is not None]
    if not entries:
        return results
    LedgerEntry.objects.bulk_create(entries, batch_size=2000)
    residents.report(by=by, at=at, project=project)
    record(
        by=by,
        action="ledger.pay_many",
        on=project,
        project_id=project.pk,
        summary=f"批量收居民款 {len(entries)} 笔，{total(entry.amount for entry in entries)} 元",
        payload={"rows": len(entries), "digest": digest_of(entries)},
    )
    return results

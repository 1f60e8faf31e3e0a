"""Booking residents' money: payments single or many, reversals, refunds. Append-only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import SHANGHAI
from common.errors import Conflict, Problem, Refused
from common.money import total
from funding.models import LedgerEntry, Source
from funding.rules.bookings import HasKey, NewPayment
from funding.rules.flows import may_take_back
from funding.selectors.accounts import account
from funding.services import residents
from funding.services.desk import Desk
from funding.services.sources import source_of
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
        payload=_payload(entry),
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
        payload={"rows": len(entries), "digest": _digest(entries)},
    )
    return results


@transaction.atomic
def reverse_entry(*, by: User, at: datetime, entry: LedgerEntry, reason: str) -> LedgerEntry:
    """Take a payment or refund back by an entry of its own; its voucher may be booked again."""
    project = entry.project
    require(by, Permission.COLLECT_MONEY, on=project)
    project = residents.lock(project)
    problems = _reversal_problems(entry, reason)
    if entry.direction > 0:
        money = account(project, _residents_source(project))
        problems += may_take_back(money, "receipt", entry.amount)
    if problems:
        raise Refused(problems)
    row = LedgerEntry.objects.create(
        project=project,
        unit_id=entry.unit_id,
        kind="reversal",
        channel=entry.channel,
        amount=entry.amount,
        direction=-entry.direction,
        paid_on=at.astimezone(SHANGHAI).date(),
        voucher=entry.voucher,
        repeat=entry.repeat,
        payer=entry.payer,
        reverses=entry,
        reason=reason.strip(),
        booked_at=at,
        booked_by=by,
    )
    residents.report(
        by=by, at=at, project=project, reason=f"冲正凭证 {entry.voucher}：{reason.strip()}"
    )
    record(
        by=by,
        action="ledger.reverse",
        on=row,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"冲正凭证 {entry.voucher}，{entry.amount} 元：{reason.strip()}"[:300],
        payload=_payload(row) | {"reverses": entry.pk},
    )
    return row


@dataclass(frozen=True, slots=True)
class NewRefund:
    """Money going back to one household: amount in 元, voucher, day, why."""

    unit: HasKey
    amount: Decimal
    voucher: str
    channel: str
    paid_on: date
    reason: str


@transaction.atomic
def refund(*, by: User, at: datetime, project: Project, money: NewRefund) -> LedgerEntry:
    """Pay back what a household has paid too much, as the confirmed final account shows it."""
    require(by, Permission.COLLECT_MONEY, on=project)
    project = residents.lock(project)
    desk = Desk.open(
        project, [NewPayment(money.unit, money.amount, money.voucher, money.channel, money.paid_on)]
    )
    problems = desk.refund_problems(money.unit, money.amount, money.voucher)
    if not money.reason.strip():
        problems.append(Problem("请写明退款事由", code="reason_missing", field="reason"))
    if money.paid_on > at.astimezone(SHANGHAI).date():
        problems.append(Problem("退款日不能晚于今天", code="future", field="paid_on"))
    problems += may_take_back(account(project, _residents_source(project)), "receipt", money.amount)
    if problems:
        raise Refused(problems)
    row = LedgerEntry.objects.create(
        project=project,
        unit_id=money.unit.pk,
        kind="refund",
        channel=money.channel,
        amount=money.amount,
        direction=-1,
        paid_on=money.paid_on,
        voucher=money.voucher.strip(),
        repeat=desk.repeats(money.unit.pk, money.voucher.strip(), "refund"),
        reason=money.reason.strip(),
        booked_at=at,
        booked_by=by,
    )
    residents.report(by=by, at=at, project=project, reason="退款")
    record(
        by=by,
        action="ledger.refund",
        on=row,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"退居民款 {row.amount} 元，凭证 {row.voucher}：{row.reason}"[:300],
        payload=_payload(row),
    )
    return row


def _residents_source(project: Project) -> Source:
    return source_of(project.area_code, "residents")


def _reversal_problems(entry: LedgerEntry, reason: str) -> list[Problem]:
    problems = []
    if not reason.strip():
        problems.append(Problem("请写明冲正事由", code="reason_missing", field="reason"))
    if entry.kind == "reversal":
        problems.append(
            Problem("冲正不能再冲正", code="reversal", remedy="需要更正的，重新登记一笔")
        )
    if LedgerEntry.objects.filter(reverses=entry).exists():
        problems.append(Problem("这一笔已经冲正", code="reversed", value=entry.voucher))
    return problems


def _payload(entry: LedgerEntry) -> dict[str, object]:
    return {
        "unit": entry.unit_id,
        "kind": entry.kind,
        "amount": str(entry.amount),
        "voucher": entry.voucher,
        "paid_on": entry.paid_on.isoformat(),
    }


def _digest(entries: Sequence[LedgerEntry]) -> str:
    lines = sorted(
        f"{entry.unit_id}|{entry.amount}|{entry.voucher}|{entry.paid_on}" for entry in entries
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()

"""Residents' money going back to one household."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import SHANGHAI
from common.errors import Problem, Refused
from funding.models import LedgerEntry
from funding.rules.bookings import HasKey, NewPayment
from funding.rules.flows import may_take_back
from funding.selectors.accounts import account
from funding.services import residents
from funding.services.desk import Desk
from funding.services.ledger_trail import payload_of
from funding.services.sources import residents_source
from renovation.models import Project


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
    problems += may_take_back(account(project, residents_source(project)), "receipt", money.amount)
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
        payload=payload_of(row),
    )
    return row

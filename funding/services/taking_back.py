"""Taking back one entry of the residents' ledger."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import SHANGHAI
from common.errors import Problem, Refused
from funding.models import LedgerEntry
from funding.rules.flows import may_take_back
from funding.selectors.accounts import account
from funding.services import residents
from funding.services.ledger_trail import payload_of
from funding.services.sources import residents_source


@transaction.atomic
def reverse_entry(*, by: User, at: datetime, entry: LedgerEntry, reason: str) -> LedgerEntry:
    """Take a payment or refund back by an entry of its own; its voucher may be booked again."""
    project = entry.project
    require(by, Permission.COLLECT_MONEY, on=project)
    project = residents.lock(project)
    problems = _reversal_problems(entry, reason)
    if entry.direction > 0:
        money = account(project, residents_source(project))
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
        payload=payload_of(row) | {"reverses": entry.pk},
    )
    return row


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

"""Taking a booking back by one of its own, with the reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.errors import Problem
from funding.rules.flows import may_take_back
from funding.selectors.accounts import account
from funding.services import residents
from funding.services.flow_checks import Flow, refuse
from funding.services.flow_trail import KINDS, enter


@transaction.atomic
def reverse(*, by: User, at: datetime, entry: Flow, reason: str) -> Flow:
    """Take a booking back by one of its own (allocation, receipt or payment), with the reason."""
    project = entry.project
    require(by, Permission.BOOK_MONEY, on=project)
    project = residents.lock(project)
    kind, label = KINDS[type(entry)]
    problems = []
    if not reason.strip():
        problems.append(Problem("请写明冲正事由", code="reason_missing", field="reason"))
    if entry.reverses_id is not None:
        problems.append(
            Problem("冲正不能再冲正", code="reversal", remedy="需要更正的，重新登记一笔")
        )
    if type(entry).objects.filter(reverses=entry.pk).exists():
        problems.append(Problem("这一笔已经冲正", code="reversed"))
    problems += may_take_back(account(project, entry.source), kind, entry.amount)
    refuse(problems)
    row = type(entry).objects.create(
        **entry.repeated(), reverses=entry, reason=reason.strip(), booked_at=at, booked_by=by
    )
    enter(
        by=by,
        project=project,
        row=row,
        summary=f"冲正{label} {entry.source} {entry.amount} 元：{reason.strip()}",
    )
    return row

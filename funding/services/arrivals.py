"""Money promised (下达) and money that came (到位), by source. Append-only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.errors import Problem
from funding.models import Allocation, Receipt
from funding.rules.flows import may_receive
from funding.selectors.accounts import account
from funding.services import residents
from funding.services.flow_checks import booked_once, refuse, repeats, shape
from funding.services.flow_trail import enter
from funding.services.flow_values import NewAllocation, NewReceipt
from funding.services.stream_checks import stream_flags, stream_problems
from renovation.models import Project


@transaction.atomic
def allocate(*, by: User, at: datetime, project: Project, money: NewAllocation) -> Allocation:
    """Book an allocation (下达); Refused with every problem at once."""
    require(by, Permission.BOOK_MONEY, on=project)
    project = residents.lock(project)
    problems = shape(project, money.source, money.amount, at, money.allocated_on, "allocated_on")
    number = money.document_no.strip()
    if not number:
        problems.append(Problem("请填写下达文号", code="document_missing", field="document_no"))
    earlier = Allocation.objects.filter(project=project, source=money.source, document_no=number)
    problems += booked_once(earlier, "document_no", number)
    on, before = money.allocated_on, account(project, money.source).allocated
    problems += stream_problems(project, money.source, money.amount, on, already=before)
    refuse(problems)
    flags = stream_flags(project, money.source, money.amount, on)
    row = Allocation.objects.create(
        project=project,
        source=money.source,
        amount=money.amount,
        document_no=number,
        allocated_on=money.allocated_on,
        repeat=repeats(earlier),
        booked_at=at,
        booked_by=by,
    )
    told = "；".join([f"{money.source}下达 {money.amount} 元，{number}", *flags])
    enter(by=by, project=project, row=row, summary=told)
    return row


@transaction.atomic
def receive(*, by: User, at: datetime, project: Project, money: NewReceipt) -> Receipt:
    """Book money that arrived (到位); government money never beyond what was allocated."""
    require(by, Permission.BOOK_MONEY, on=project)
    project = residents.lock(project)
    problems = shape(project, money.source, money.amount, at, money.received_on, "received_on")
    number = money.voucher.strip()
    if not number:
        problems.append(Problem("请填写凭证号", code="voucher_missing", field="voucher"))
    earlier = Receipt.objects.filter(project=project, source=money.source, voucher=number)
    problems += booked_once(earlier, "voucher", number)
    problems += may_receive(account(project, money.source), money.amount)
    refuse(problems)
    row = Receipt.objects.create(
        project=project,
        source=money.source,
        amount=money.amount,
        voucher=number,
        received_on=money.received_on,
        repeat=repeats(earlier),
        booked_at=at,
        booked_by=by,
    )
    enter(
        by=by,
        project=project,
        row=row,
        summary=f"{money.source}到位 {money.amount} 元，凭证 {number}",
    )
    return row

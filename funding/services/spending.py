"""Money that left (支付), out of what its source has brought. Append-only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.errors import Problem
from funding.models import Payment
from funding.models.flows import PURPOSES
from funding.rules.flows import may_pay
from funding.selectors.accounts import account
from funding.services import residents
from funding.services.flow_checks import booked_once, refuse, repeats, shape
from funding.services.flow_trail import enter
from funding.services.flow_values import NewSpending
from funding.services.stream_checks import stream_problems
from renovation.models import Project


@transaction.atomic
def pay(*, by: User, at: datetime, project: Project, money: NewSpending) -> Payment:
    """Book a payment (支付) out of what the source has brought and not yet paid."""
    require(by, Permission.BOOK_MONEY, on=project)
    project = residents.lock(project)
    problems = shape(
        project, money.source, money.amount, at, money.paid_on, "paid_on", residents_too=True
    )
    number = money.voucher.strip()
    if not number:
        problems.append(Problem("请填写凭证号", code="voucher_missing", field="voucher"))
    if money.purpose not in PURPOSES:
        problems.append(
            Problem(
                "没有这种用途",
                code="bad_purpose",
                field="purpose",
                value=money.purpose,
                expected="、".join(PURPOSES.values()),
            )
        )
    if not money.payee.strip():
        problems.append(Problem("请填写收款单位", code="payee_missing", field="payee"))
    earlier = Payment.objects.filter(project=project, voucher=number)
    problems += booked_once(earlier, "voucher", number)
    problems += may_pay(account(project, money.source), money.amount)
    problems += stream_problems(
        project, money.source, money.amount, money.paid_on, purpose=money.purpose
    )
    refuse(problems)
    row = Payment.objects.create(
        project=project,
        source=money.source,
        purpose=money.purpose,
        payee=money.payee.strip(),
        amount=money.amount,
        voucher=number,
        paid_on=money.paid_on,
        repeat=repeats(earlier),
        booked_at=at,
        booked_by=by,
    )
    enter(
        by=by,
        project=project,
        row=row,
        summary=f"{money.source}支付 {money.amount} 元，{PURPOSES[money.purpose]}",
    )
    return row

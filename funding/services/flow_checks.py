"""What keeps money from being booked: its source, amount, day, or a voucher used before."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db import models

from common.area_codes import within
from common.clock import SHANGHAI
from common.errors import Conflict, Problem, Refused
from funding.models import Allocation, Payment, Receipt, Source
from policies.rules.vocabulary import Lifecycle
from renovation.models import Project

Flow = TypeVar("Flow", Allocation, Receipt, Payment)
CENT = Decimal("0.01")


def shape(
    project: Project,
    source: Source,
    amount: Decimal,
    at: datetime,
    day: date,
    field: str,
    *,
    residents_too: bool = False,
) -> list[Problem]:
    """Problems of source, amount and day; the residents' money has its own ledger."""
    problems = []
    if field != "paid_on" and project.state == Lifecycle.WITHDRAWN:
        problems.append(Problem("项目已退出计划，不再下达或到位资金", code="withdrawn"))
    if not within(project.area_code, source.area_code):
        problems.append(
            Problem(
                "这一资金来源不属于项目所在的县（市、区）",
                code="foreign_source",
                field="source",
                value=str(source),
            )
        )
    if source.kind == "residents" and not residents_too:
        problems.append(
            Problem(
                "居民出资按户登记，不在这里登记",
                code="residents",
                field="source",
                remedy="到居民资金台账收款",
            )
        )
    if amount <= 0 or amount != amount.quantize(CENT):
        problems.append(
            Problem(
                "金额应大于零，精确到分",
                code="bad_amount",
                field="amount",
                value=str(amount),
                expected="如 1200.00",
            )
        )
    return problems + _not_ahead(at, day, field)


def _not_ahead(at: datetime, day: date, field: str) -> list[Problem]:
    today = at.astimezone(SHANGHAI).date()
    if day <= today:
        return []
    words = f"不晚于 {today}"
    return [Problem("日期不能晚于今天", code="future", field=field, value=str(day), expected=words)]


def booked_once(earlier: models.QuerySet[Flow], field: str, number: str) -> list[Problem]:
    """The problem of a voucher that stands booked already."""
    live = earlier.filter(reverses__isnull=True, reversed_by__isnull=True)
    if not number or not live.exists():
        return []
    return [
        Problem(
            "这张凭证（文件）已经登记",
            code="voucher_used",
            field=field,
            value=number,
            remedy="核对是否重复录入；登记有误的先冲正",
        )
    ]


def repeats(earlier: models.QuerySet[Flow]) -> int:
    """How often this voucher was booked and taken back before."""
    return earlier.filter(reverses__isnull=True, reversed_by__isnull=False).count()


def refuse(problems: list[Problem]) -> None:
    """Raise what was found: Conflict for a voucher used before, else Refused."""
    if problems:
        clash = any(problem.code == "voucher_used" for problem in problems)
        raise Conflict(problems) if clash else Refused(problems)

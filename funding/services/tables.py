"""A funding table taken over: allocations and receipts booked as if they were typed one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.access import require_all
from accounts.models import User
from accounts.permissions import Permission
from common.errors import Problem, Refused
from funding.models import Source
from funding.rules.flows import Account, may_receive
from funding.rules.funding_rows import (
    ALLOCATION,
    DAYS,
    RECEIPT,
    FundingReport,
    FundingRow,
    in_order,
)
from funding.selectors.accounts import accounts
from funding.services.arrivals import allocate, receive
from funding.services.flow_checks import shape
from funding.services.flow_values import NewAllocation, NewReceipt
from funding.services.sources import source_of
from funding.services.stream_checks import stream_problems
from records.services.written import Trail
from renovation.models import Project


def problems_of(
    rows: Sequence[FundingRow], projects: dict[str, Project], at: datetime
) -> list[tuple[FundingRow, Problem]]:
    """Everything against booking the rows one after the other; nothing is written."""
    books: dict[tuple[str, str], Account] = {}
    sources = {(row.project, row.source): _source(projects[row.project], row) for row in rows}
    for code in {row.project for row in rows}:
        mine = [source for (project, _), source in sources.items() if project == code]
        found = accounts(projects[code], list({source.pk: source for source in mine}.values()))
        books |= {(code, source.kind): found[source.pk] for source in mine}
    problems: list[tuple[FundingRow, Problem]] = []
    for row in in_order(rows):
        key, project = (row.project, row.source), projects[row.project]
        against = shape(project, sources[key], row.amount, at, row.day, "day")
        book = books[key]
        if row.act == ALLOCATION:
            already = book.allocated
            against += stream_problems(project, sources[key], row.amount, row.day, already=already)
            books[key] = replace(book, allocated=book.allocated + row.amount)
        else:
            against += may_receive(book, row.amount)
            books[key] = replace(book, received=book.received + row.amount)
        problems += [(row, problem) for problem in against]
    return problems


def _source(project: Project, row: FundingRow) -> Source:
    return source_of(project.area_code, row.source)


@transaction.atomic
def adopt_funding(
    *, by: User, at: datetime, rows: Sequence[FundingRow], same: int, upload_id: int
) -> FundingReport:
    """Book every row, or none: each by the service that books it by hand, in the order of days.

    Raises Refused with the problems of every row, each named by its line.
    """
    codes = {row.project for row in rows}
    projects = {row.code: row for row in Project.objects.filter(code__in=codes)}
    require_all(by, Permission.BOOK_MONEY, on=projects.values())
    problems = [
        replace(problem, field=f"第 {row.row} 行")
        for row, problem in problems_of(rows, projects, at)
    ]
    if problems:
        raise Refused(problems)
    trail = Trail(upload_id)
    for row in in_order(rows):
        project = projects[row.project]
        source, place = _source(project, row), (row.sheet, row.row)
        booked: Any
        if row.act == ALLOCATION:
            promised = NewAllocation(source, row.amount, row.number, row.day)
            booked = allocate(by=by, at=at, project=project, money=promised)
        else:
            came = NewReceipt(source, row.amount, row.number, row.day)
            booked = receive(by=by, at=at, project=project, money=came)
        trail.entered(booked, f"{project.name} {source}", {"amount": f"{row.amount:.2f}"}, place)
    trail.keep()
    sums = {
        act: sum((row.amount for row in rows if row.act == act), Decimal("0.00")) for act in DAYS
    }
    body = repr([(row.project, row.source, row.act, row.number, row.amount) for row in rows])
    digest = hashlib.sha256(body.encode()).hexdigest()
    allocated, received = (f"{sums[act]:f}" for act in (ALLOCATION, RECEIPT))
    return FundingReport(len(rows), 0, same, allocated, received, digest)

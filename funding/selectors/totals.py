"""Planned, received and paid money in a scope, by source or by project, in one statement each.

Planned: what the most advanced determination lays on each kind of payer; sources other than the
payer's main one count what they were allocated, the main one bears the rest (`rules/sources.py`).
Received: booked receipts, for residents the balance of their ledger. Paid: booked payments.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.models import User
from funding.rules.sources import MAIN, STANDARD
from funding.selectors.money_rows import MoneyRow
from funding.selectors.totals_sql import GROUPED, MONEY, SIGNED
from renovation.models import Project

ORDER = {row.kind: position for position, row in enumerate(STANDARD)}
NAMES = {row.kind: row.name for row in STANDARD}


def by_source(area_code: str, year: int | None, user: User) -> list[MoneyRow]:
    """One row per kind of source that has any money, in the order of returns; one query."""
    rows = [
        MoneyRow(kind, name or NAMES[kind], planned, received, paid)
        for kind, name, planned, received, paid in _run("source", area_code, year, user)
    ]
    return sorted((row for row in rows if _any(row)), key=lambda row: ORDER[row.key])


def by_project(area_code: str, year: int | None, user: User) -> dict[int, MoneyRow]:
    """Money of every project in scope by project id, projects without any included; one query."""
    return {
        int(key): MoneyRow(str(key), name, planned, received, paid)
        for key, name, planned, received, paid in _run("project", area_code, year, user)
    }


def paid_by_purpose(area_code: str, year: int | None, user: User) -> dict[str, Decimal]:
    """元 paid by purpose key in scope; one query."""
    scope, values = _scope(area_code, year, user)
    statement = f"""
        SELECT p.purpose, SUM(CASE WHEN p.reverses_id IS NULL THEN p.amount ELSE -p.amount END)
        FROM funding_payment p WHERE p.project_id IN ({scope}) GROUP BY p.purpose
    """  # noqa: S608  the scope is Django's own SQL with its parameters apart
    return dict(_fetch(statement, values))


def _any(row: MoneyRow) -> bool:
    return bool(row.planned or row.received or row.paid)


def _run(by: str, area_code: str, year: int | None, user: User) -> list[tuple[Any, ...]]:
    scope, values = _scope(area_code, year, user)
    mains = ", ".join(f"('{payer}', '{kind}')" for payer, kind in MAIN.items())
    statement = MONEY.format(scope=scope, mains=mains, signed=SIGNED) + GROUPED[by]
    return _fetch(statement, values)


def _scope(area_code: str, year: int | None, user: User) -> tuple[str, tuple[Any, ...]]:
    projects = Project.objects.visible_to(user).within(area_code).order_by()
    if year is not None:
        projects = projects.filter(year=year)
    statement, values = projects.values("pk").query.sql_with_params()
    return statement, tuple(values)


def _fetch(statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())

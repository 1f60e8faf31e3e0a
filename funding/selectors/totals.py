"""Planned, received and paid money in a scope, by source or by project, in one statement each.

Planned: what the most advanced determination lays on each kind of payer; sources other than the
payer's main one count what they were allocated, the main one bears the rest (`rules/sources.py`).
Received: booked receipts, for residents the balance of their ledger. Paid: booked payments.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection

from accounts.models import User
from funding.rules.sources import MAIN, STANDARD
from renovation.models import Project

ORDER = {row.kind: position for position, row in enumerate(STANDARD)}
NAMES = {row.kind: row.name for row in STANDARD}


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One source or project: 元 planned, received, paid."""

    key: str
    name: str
    planned: Decimal
    received: Decimal
    paid: Decimal

    @property
    def kept(self) -> Decimal:
        """Received and not paid."""
        return self.received - self.paid

    @property
    def missing(self) -> Decimal:
        """Planned and not received; never below zero."""
        return max(self.planned - self.received, Decimal("0.00"))

    @property
    def received_share(self) -> Fraction | None:
        """到位率 = received ÷ planned; None when nothing is planned."""
        return Fraction(self.received) / Fraction(self.planned) if self.planned else None

    @property
    def paid_share(self) -> Fraction | None:
        """支付率 = paid ÷ received; None when nothing came."""
        return Fraction(self.paid) / Fraction(self.received) if self.received else None


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


def total_of(rows: list[MoneyRow], name: str = "合计") -> MoneyRow:
    """The sum of rows."""
    nothing = Decimal("0.00")
    return MoneyRow(
        "",
        name,
        sum((row.planned for row in rows), nothing),
        sum((row.received for row in rows), nothing),
        sum((row.paid for row in rows), nothing),
    )


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
    statement = _MONEY.format(scope=scope, mains=mains, signed=_SIGNED) + _GROUPED[by]
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


_SIGNED = "CASE WHEN f.reverses_id IS NULL THEN f.amount ELSE -f.amount END"
_MONEY = """
WITH scope(id) AS ({scope}),
mains(payer, kind) AS (VALUES {mains}),
chosen AS (
    SELECT DISTINCT ON (d.project_id) d.id, d.project_id
    FROM funding_determination d JOIN scope s ON s.id = d.project_id
    WHERE d.live AND (d.stage = 'estimate' OR d.confirmed_at IS NOT NULL)
    ORDER BY d.project_id, CASE d.stage WHEN 'final' THEN 0 WHEN 'due' THEN 1 ELSE 2 END
),
part AS (
    SELECT c.project_id, l.kind AS payer, SUM(l.amount) AS amount
    FROM chosen c JOIN funding_determinationline l ON l.determination_id = c.id GROUP BY 1, 2
),
allocated AS (
    SELECT f.project_id, o.kind, o.payer, SUM({signed}) AS amount
    FROM funding_allocation f JOIN funding_source o ON o.id = f.source_id
    WHERE f.project_id IN (SELECT id FROM scope) GROUP BY 1, 2, 3
),
rest AS (
    SELECT p.project_id, m.kind, p.amount - COALESCE((
        SELECT SUM(a.amount) FROM allocated a
        WHERE a.project_id = p.project_id AND a.payer = p.payer AND a.kind <> m.kind), 0) AS amount
    FROM part p JOIN mains m ON m.payer = p.payer
),
planned AS (
    SELECT COALESCE(a.project_id, r.project_id) AS project_id, COALESCE(a.kind, r.kind) AS kind,
           GREATEST(COALESCE(a.amount, 0), COALESCE(r.amount, 0)) AS amount
    FROM allocated a FULL JOIN rest r ON r.project_id = a.project_id AND r.kind = a.kind
),
money AS (
    SELECT project_id, kind, amount AS planned, 0::numeric AS received, 0::numeric AS paid
    FROM planned
    UNION ALL
    SELECT f.project_id, o.kind, 0, {signed}, 0
    FROM funding_receipt f JOIN funding_source o ON o.id = f.source_id
    WHERE f.project_id IN (SELECT id FROM scope)
    UNION ALL
    SELECT e.project_id, 'residents', 0, e.amount * e.direction, 0
    FROM funding_ledgerentry e WHERE e.project_id IN (SELECT id FROM scope)
    UNION ALL
    SELECT f.project_id, o.kind, 0, 0, {signed}
    FROM funding_payment f JOIN funding_source o ON o.id = f.source_id
    WHERE f.project_id IN (SELECT id FROM scope)
)
"""
# A place names its sources; where several places name one kind differently, the list's name stands.
_GROUPED = {
    "source": """
SELECT m.kind,
       (SELECT CASE WHEN COUNT(DISTINCT o.name) = 1 THEN MIN(o.name) END FROM funding_source o
        WHERE o.kind = m.kind AND o.area_code IN (
            SELECT DISTINCT LEFT(p.area_code, 6) FROM renovation_project p
            JOIN scope s ON s.id = p.id)),
       SUM(m.planned), SUM(m.received), SUM(m.paid)
FROM money m GROUP BY m.kind
""",
    "project": """
SELECT p.id, p.name, COALESCE(SUM(m.planned), 0), COALESCE(SUM(m.received), 0),
       COALESCE(SUM(m.paid), 0)
FROM renovation_project p JOIN scope s ON s.id = p.id LEFT JOIN money m ON m.project_id = p.id
GROUP BY p.id, p.name
""",
}

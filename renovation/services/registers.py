"""Keeping the registers of a scheme: rows entered, corrected, closed with their outcome."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Count, Max, Q

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import civil_day
from common.errors import Conflict, Problem, Refused
from policies.rules.gates import FactValue
from policies.rules.registers import Register
from policies.selectors.ruleset import Governed
from renovation.models import Project, RegisterRow
from renovation.rules.registers import row_problems
from renovation.selectors.registers import register_at
from renovation.services.facts import record_facts
from renovation.services.progress import locked

_LOCK_SPACE = 7011


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A row as typed: where, when, about which project (None: the place), text by column.

    `due_on`: until when it must be settled; None leaves it to the scheme's own limit.
    """

    area_code: str
    happened_on: date
    values: Mapping[str, str]
    project: Project | None = None
    due_on: date | None = None


@transaction.atomic
def enter_row(*, by: User, at: datetime, register: str, entry: RegisterEntry) -> RegisterRow:
    """Add a row to a register that the scheme in force orders at the place.

    Refused with every problem: unknown columns, nothing said, a day that lies ahead. OutOfScope
    for a register that the scheme has not.
    """
    require(by, Permission.WORK_STEP, on=entry.project or entry.area_code)
    governed = register_at(entry.area_code, civil_day(at), register)
    _refuse(governed.rule, entry, at)
    row = _create(by, at, governed, entry)
    _report(by, at, governed.rule.name, row)
    record(
        by=by,
        action="register.enter",
        on=row,
        area_code=row.area_code,
        project_id=row.project_id,
        summary=f"{governed.rule.name}登记第 {row.number} 号",
        payload={"register": register, "columns": sorted(entry.values)},
    )
    return row


@transaction.atomic
def correct_row(
    *, by: User, at: datetime, row: RegisterRow, entry: RegisterEntry, reason: str
) -> RegisterRow:
    """Replace a row by a corrected one with the same number; the first stays on record."""
    require(by, Permission.WORK_STEP, on=row)
    old = _standing(row)
    governed = register_at(old.area_code, civil_day(at), old.register)
    if not reason.strip():
        raise Refused(Problem("请写明更正的原因", field="reason"))
    _refuse(governed.rule, entry, at)
    new = _create(by, at, governed, entry, supersedes=old, reason=reason.strip())
    _report(by, at, governed.rule.name, old, new)
    record(
        by=by,
        action="register.correct",
        on=new,
        area_code=new.area_code,
        project_id=new.project_id,
        summary=f"{governed.rule.name}更正第 {new.number} 号：{new.reason}",
        payload={"register": old.register, "before": old.pk},
    )
    return new


@transaction.atomic
def close_row(
    *, by: User, at: datetime, row: RegisterRow, outcome: str, closed_on: date
) -> RegisterRow:
    """A matter of a register is settled: how, and on which day."""
    require(by, Permission.WORK_STEP, on=row)
    old = _standing(row)
    problems = []
    if not outcome.strip():
        problems.append(Problem("请写明处理结果", field="outcome"))
    if not old.happened_on <= closed_on <= civil_day(at):
        days = f"{old.happened_on} 至 {civil_day(at)}"
        problems.append(
            Problem("办结日不对", field="closed_on", value=str(closed_on), expected=days)
        )
    if problems:
        raise Refused(problems)
    old.outcome, old.closed_on, old.closed_at, old.closed_by = outcome.strip(), closed_on, at, by
    old.save(update_fields=["outcome", "closed_on", "closed_at", "closed_by"])
    _report(by, at, old.register, old)
    record(
        by=by,
        action="register.close",
        on=old,
        area_code=old.area_code,
        project_id=old.project_id,
        summary=f"台账第 {old.number} 号办结：{old.outcome}",
        payload={"register": old.register},
    )
    return old


def _standing(row: RegisterRow) -> RegisterRow:
    """The row, locked; Conflict when it is closed or was corrected meanwhile."""
    old = RegisterRow.objects.select_for_update().get(pk=row.pk)
    if old.closed_on:
        raise Conflict(Problem("这一号已经办结，不能再改", code="closed"))
    if RegisterRow.objects.filter(supersedes=old).exists():
        raise Conflict(Problem("这一号已有更正，请在更正后的记录上办理", code="corrected"))
    return old


def _refuse(rule: Register, entry: RegisterEntry, at: datetime) -> None:
    problems = row_problems(rule.columns, entry.values)
    if entry.happened_on > civil_day(at):
        problems.append(Problem("日期还没有到", field="happened_on", value=str(entry.happened_on)))
    if entry.due_on and entry.due_on < entry.happened_on:
        problems.append(Problem("限办日早于登记的日期", field="due_on", value=str(entry.due_on)))
    if entry.project and not entry.project.area_code.startswith(entry.area_code):
        problems.append(Problem("项目不在当地", field="project", value=entry.project.name))
    if problems:
        raise Refused(problems)


def _create(
    by: User,
    at: datetime,
    governed: Governed[Register],
    entry: RegisterEntry,
    supersedes: RegisterRow | None = None,
    reason: str = "",
) -> RegisterRow:
    key = governed.rule.key
    said = {name: text.strip() for name, text in entry.values.items() if text.strip()}
    return RegisterRow.objects.create(
        register=key,
        version_id=governed.version_id,
        area_code=entry.project.area_code if entry.project else entry.area_code,
        project=entry.project,
        number=supersedes.number if supersedes else _next(key, entry.area_code),
        happened_on=entry.happened_on,
        due_on=entry.due_on or governed.rule.row_due(entry.happened_on),
        values=json.dumps(said, ensure_ascii=False),
        supersedes=supersedes,
        reason=reason,
        entered_at=at,
        entered_by=by,
    )


def _report(by: User, at: datetime, source: str, *rows: RegisterRow) -> None:
    """Tell the projects of these rows how many stand in the register, and how many are open."""
    register = rows[0].register
    for key in {row.project_id for row in rows if row.project_id}:
        project = locked(key)
        live = RegisterRow.objects.filter(project=project, register=register, superseded_by=None)
        told = live.aggregate(rows=Count("pk"), open=Count("pk", filter=Q(closed_on=None)))
        day = civil_day(at)
        facts = [
            FactValue("register.rows", register, told["rows"], as_of=day),
            FactValue("register.open", register, told["open"], as_of=day),
        ]
        record_facts(by=by, at=at, project=project, source=source, facts=facts)


def _next(register: str, area_code: str) -> int:
    """The next number of the register in its district, held until the transaction ends."""
    place = area_code[:6]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_SPACE, f"{register}{place}"]
        )
    rows = RegisterRow.objects.filter(register=register, area_code__startswith=place)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1

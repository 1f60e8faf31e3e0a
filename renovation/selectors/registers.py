"""The registers that the schemes in force order at a place, and what stands in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from common.errors import OutOfScope, Undecidable
from common.names import veil_numbers
from policies.rules.registers import KINDS, Register, Standing, standing
from policies.selectors.governing import ruleset_for
from policies.selectors.ruleset import Governed
from renovation.models import Project, RegisterRow
from renovation.rules.register_states import Attention, Rows, attention
from renovation.rules.registers import hidden, on_form, shown

DONE_BY_A_ROW = frozenset({"filing", "rule", "body"})
"""Kinds that are done once; ledgers, meetings and permits go on."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A register of the scheme with its rows, where it stands, and what wants attention in it."""

    rule: Register
    kind: str
    owner: str
    found: Rows
    standing: Standing
    attention: Attention

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.found.all

    @property
    def open(self) -> int | None:
        """How many are not closed; None for what is done once and has nothing to close."""
        return None if self.rule.kind in DONE_BY_A_ROW else self.found.open


@dataclass(frozen=True, slots=True)
class Concerning:
    """A register about the residents' say with a project's rows: all, open, past their day."""

    rule: Register
    owner: str
    rows: int
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as the person may read it."""

    row: RegisterRow
    columns: Sequence[str]
    cells: Sequence[str]
    outcome: str

    @property
    def named(self) -> list[tuple[str, str]]:
        """Each cell with the name of its column."""
        return list(zip(self.columns, self.cells, strict=True))


def registers_at(area_code: str, on: date) -> Governed[tuple[Register, ...]] | None:
    """What the scheme in force orders to be kept; None where it orders nothing."""
    try:
        return ruleset_for(area_code, on).get("registers")
    except Undecidable:
        return None


def register_at(area_code: str, on: date, key: str) -> Governed[Register]:
    """One register; OutOfScope (404) when the scheme in force has none of that key."""
    found = registers_at(area_code, on)
    for rule in found.rule if found else ():
        if found and rule.key == key:
            return Governed(rule, found.version_id, found.version)
    raise OutOfScope("当地所施行的方案没有这本台账。")


def live(user: User, register: str = "") -> QuerySet[RegisterRow]:
    """Rows in the person's scope that no correction has replaced."""
    rows = RegisterRow.objects.visible_to(user).filter(superseded_by=None)
    return rows.filter(register=register) if register else rows


def kept(user: User, area_code: str, on: date) -> list[Kept]:
    """Every register of the scheme, what wants attention first; two queries beside the scheme."""
    found = registers_at(area_code, on)
    if found is None:
        return []
    left = Q(closed_on=None)
    counts: dict[str, Any] = {
        row["register"]: row
        for row in live(user)
        .order_by()
        .values("register")
        .annotate(
            all=Count("pk"),
            open=Count("pk", filter=left),
            late=Count("pk", filter=left & Q(due_on__lt=on)),
            next=Min("due_on", filter=left),
            first=Min("happened_on"),
        )
    }
    units = {unit.key: unit.name for unit in ruleset_for(area_code, on).units.rule}
    result = []
    for rule in found.rule:
        row = counts.get(rule.key)
        rows = Rows(row["all"], row["open"], row["late"], row["next"]) if row else Rows()
        done = row["first"] if row and rule.kind in DONE_BY_A_ROW else None
        stands = standing(rule, on, done)
        explained = replace(stands.explanation, version=found.version)
        stands = replace(stands, explanation=explained)
        wants = attention(rows, on, due=rule.due, done=stands.state == "done")
        owner = units.get(rule.owner, rule.owner)
        result.append(Kept(rule, KINDS[rule.kind], owner, rows, stands, wants))
    return sorted(result, key=lambda one: one.attention.order)


def concerning(project: Project, on: date) -> list[Concerning]:
    """Registers of the scheme about the residents' say, each with where this project stands."""
    found = registers_at(project.area_code, on)
    asked = [rule for rule in found.rule if rule.concerns] if found else []
    if not asked:
        return []
    rows = RegisterRow.objects.filter(
        project=project, superseded_by=None, register__in=[rule.key for rule in asked]
    )
    left = Q(closed_on=None)
    counts: dict[str, Any] = {
        row["register"]: row
        for row in rows.order_by()
        .values("register")
        .annotate(
            rows=Count("pk"),
            open=Count("pk", filter=left),
            late=Count("pk", filter=left & Q(due_on__lt=on)),
        )
    }
    units = {unit.key: unit.name for unit in ruleset_for(project.area_code, on).units.rule}
    none = {"rows": 0, "open": 0, "late": 0}
    result = []
    for rule in asked:
        row = counts.get(rule.key, none)
        owner = units.get(rule.owner, rule.owner)
        result.append(Concerning(rule, owner, row["rows"], row["open"], row["late"]))
    return result


def due_rows(user: User, until: date) -> QuerySet[RegisterRow]:
    """Open rows in scope whose day comes by `until` or is past, the earliest first."""
    rows = live(user).filter(closed_on=None, due_on__lte=until)
    return rows.select_related("project").order_by("due_on", "pk")


def may_reveal(user: User, rows: Iterable[RegisterRow]) -> bool:
    """Whether anything is masked in these rows that this person may see in clear."""
    masked = any(hidden(json.loads(row.values)) for row in rows)
    return masked and user.access.has(Permission.VIEW_PERSONS)


def readable(rows: Sequence[RegisterRow], rule: Register, *, in_clear: bool) -> list[Shown]:
    """Rows with their cells in the order of the columns."""
    return [
        Shown(
            row,
            rule.columns,
            shown(rule.columns, json.loads(row.values), in_clear=in_clear),
            row.outcome if in_clear else veil_numbers(row.outcome),
        )
        for row in rows
    ]


def applicants(project: Project, on: date) -> list[list[tuple[str, str]]]:
    """Who applies for the project, as a form prints each row of that register; names left out."""
    found = registers_at(project.area_code, on)
    rules = [rule for rule in found.rule if rule.concerns == "applicant"] if found else []
    columns = {rule.key: rule.columns for rule in rules}
    rows = RegisterRow.objects.filter(
        project=project, register__in=columns, superseded_by=None
    ).order_by("pk")
    return [on_form(columns[row.register], json.loads(row.values)) for row in rows]

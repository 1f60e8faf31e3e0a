"""Facts of many rows that come by table: what differs is written, what it was is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.access import require
from accounts.permissions import Permission
from accounts.services import audit
from common.errors import Problem, Refused
from districts.models import RegisterChange
from districts.rules.editing import Value, as_text, wrong_with
from districts.selectors.editable import SUBJECTS
from districts.selectors.register_rows import (
    TABLES,
    Key,
    RegisterRow,
    RegisterTable,
    by_key,
    locked,
)
from districts.services.register_entering import enter_missing
from records.services.written import Trail

if TYPE_CHECKING:
    from accounts.models import User

BATCH = 2_000
MEASURES = frozenset({"area", "area_with_share", "floor_area"})


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of the table that came: whose facts, on which sheet and line; only what it says.

    `name` is how the row calls its thing, for one that has to be entered.
    """

    key: Key
    sheet: str
    row: int
    values: Mapping[str, Value]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows come from: the import, and how its table is called."""

    upload_id: int
    title: str


@dataclass(frozen=True, slots=True)
class FactsAdopted:
    """How many rows differed, and the digest of what was written."""

    changed: int
    same: int
    digest: str
    new: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Difference:
    """A row whose facts differ from the line of the table, what they were and what they become."""

    row: RegisterRow
    line: tuple[str, int]
    before: dict[str, Value]
    after: dict[str, Value]


@transaction.atomic
def adopt_facts(
    *,
    by: User,
    on: date,
    at: datetime,
    register: str,
    area_code: str,
    rows: Sequence[FactRow],
    origin: Origin,
) -> FactsAdopted:
    """Write what differs, and enter communities and buildings that the register has not.

    Raises Refused with every fault of every row; nothing is written then.
    """
    require(by, Permission.EDIT_REGISTER, on=area_code)
    table = TABLES[register]
    known = by_key(table.rows(area_code))
    fresh = {row.key: row for row in rows if row.key not in known}
    if fresh:
        names = {key: row.name for key, row in fresh.items()}
        enter_missing(by=by, on=on, register=register, area_code=area_code, names=names)
        known = by_key(table.rows(area_code))
    entered = {known[key].pk: row for key, row in fresh.items() if key in known}
    differences = list(_differences(known, rows))
    problems = [*_unknown(known, rows), *_problems(register, differences, on)]
    if problems:
        raise Refused(problems)
    things = _written(table, differences)
    trail = Trail(origin.upload_id)
    changed = [one for one in differences if one.row.pk not in entered]
    keep_history(by=by, at=at, model=table.model, differences=changed, reason=f"导入{origin.title}")
    for one in changed:
        thing = things[one.row.pk]
        trail.changed(thing, one.row.name, _texts(one.before), _texts(one.after), one.line)
    _enter(trail, table, entered, table.rows(area_code) if entered else ())
    trail.keep()
    digest = _digest(differences)
    if differences or entered:
        audit.record(
            by=by,
            action="导入台账",
            on=next(iter(things.values()), by),
            area_code=area_code,
            summary=f"{origin.title}：新登记 {len(entered)} 行、改 {len(changed)} 行，"
            f"共 {len(rows)} 行",
            payload={"register": register, "upload": origin.upload_id, "sha256": digest},
        )
    same = len(rows) - len(changed) - len(entered)
    return FactsAdopted(len(changed), same, digest, len(entered))


def _unknown(known: Mapping[Key, RegisterRow], rows: Iterable[FactRow]) -> Iterable[Problem]:
    for row in rows:
        if row.key not in known:
            where, what = f"{row.sheet} 第 {row.row} 行", " ".join(row.key[1:])
            yield Problem("台账里没有这一行", "unknown", where, what)


def _written(table: RegisterTable, differences: Sequence[Difference]) -> dict[int, Any]:
    """The rows with their new facts, saved."""
    things = {thing.pk: thing for thing in locked(table, [one.row.pk for one in differences])}
    for one in differences:
        for name, value in one.after.items():
            setattr(things[one.row.pk], name, value)
    table.model.objects.bulk_update(things.values(), table.facts, batch_size=BATCH)
    return things


def _enter(
    trail: Trail,
    table: RegisterTable,
    entered: Mapping[int, FactRow],
    rows: Iterable[RegisterRow],
) -> None:
    """Put down what was entered, with all its facts."""
    for row in rows:
        line = entered.get(row.pk)
        if line is not None:
            place = line.sheet, line.row
            trail.entered(table.model(pk=row.pk), row.name, _texts(row.values), place)


def keep_history(
    *, by: User, at: datetime, model: Any, differences: Iterable[Difference], reason: str
) -> None:
    """One line of history for each row, in bulk."""
    RegisterChange.objects.bulk_create(
        [
            RegisterChange(
                community_id=one.row.community,
                subject_kind=model._meta.label_lower,
                subject_id=str(one.row.pk),
                before=_texts(one.before),
                after=_texts(one.after),
                reason=reason[:300],
                changed_at=at,
                changed_by=by,
            )
            for one in differences
        ],
        batch_size=BATCH,
    )


def _differences(known: Mapping[Key, RegisterRow], rows: Iterable[FactRow]) -> Iterable[Difference]:
    for row in rows:
        found = known.get(row.key)
        if found is None:
            continue
        after = {
            name: value
            for name, given in row.values.items()
            if (value := _stored(name, given)) != found.values[name]
        }
        if after:
            yield Difference(
                found, (row.sheet, row.row), {name: found.values[name] for name in after}, after
            )


def _stored(name: str, given: Value) -> Value:
    """As the register keeps it: measures exact, other numbers whole."""
    if isinstance(given, Decimal):
        return given if name in MEASURES else int(given)
    return given


def _problems(register: str, differences: Iterable[Difference], on: date) -> Iterable[Problem]:
    fields = {field.name: field for field in SUBJECTS[register].fields}
    for one in differences:
        for name, value in one.after.items():
            wrong, expected = wrong_with(fields[name], value, on.year)
            if wrong:
                where = f"{one.line[0]} 第 {one.line[1]} 行"
                label = f"{one.row.name}的{fields[name].label}{wrong}"
                yield Problem(label, "value", where, as_text(value), expected)
        whole = {**one.row.values, **one.after}
        shared, own = whole.get("area_with_share"), whole.get("area")
        if isinstance(shared, Decimal) and isinstance(own, Decimal) and shared < own:
            words = f"{one.row.name}的含公摊面积小于专有面积"
            yield Problem(words, "area", f"{one.line[0]} 第 {one.line[1]} 行", as_text(shared))


def _texts(values: Mapping[str, Value]) -> dict[str, str]:
    return {name: as_text(value) for name, value in values.items()}


def _digest(differences: Iterable[Difference]) -> str:
    body = [[one.row.pk, _texts(one.before), _texts(one.after)] for one in differences]
    return hashlib.sha256(repr(body).encode()).hexdigest()

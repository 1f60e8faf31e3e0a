"""A household roll taken over: homes entered and brought up to date, set-wise and in bulk.

Nothing here asks the database per row: the number of queries grows by a handful per thousand homes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.access import require_all
from accounts.models import User
from accounts.permissions import Permission
from accounts.services import audit
from districts.models import Community, ExclusiveUnit, RegisterChange
from districts.rules.roll_rows import FACTS, RollReport, RollRow, digest
from districts.rules.rooms import floor_of, unit_code
from districts.services.roll_owners import Owned, OwnersWriter
from districts.services.roll_places import Place, places_of
from records.copying import insert_rows, update_rows
from records.services.written import Trail

ORIGIN = ("imported", "upload_id", "sheet", "row")
"""What a home says of the last roll."""


@dataclass(frozen=True, slots=True)
class _Met:
    """A home that was there and that the roll changes, or only tells anew."""

    unit: ExclusiveUnit
    row: RollRow
    before: dict[str, str]
    after: dict[str, str]
    origin: dict[str, Any]


@dataclass(slots=True)
class _Roll:
    """What the roll writes, gathered so that each table is written once."""

    trail: Trail
    new: list[ExclusiveUnit] = field(default_factory=list)
    met: list[_Met] = field(default_factory=list)


@transaction.atomic
def adopt_roll(
    *,
    by: User,
    at: datetime,
    on: date,
    rows: Sequence[RollRow],
    upload_id: int,
    title: str,
) -> RollReport:
    """Write the homes of a roll and their owners, from `on`; rows already written change nothing.

    A home is met by community, building, entrance and room. What a row does not say stays; owners
    that it no longer names leave. Raises Refused when a number stands under another name.
    """
    codes = sorted({row.community for row in rows})
    communities = {row.code: row for row in Community.objects.filter(code__in=codes)}
    require_all(by, Permission.EDIT_REGISTER, on=communities.values())
    hold_register(communities.values())
    roll = _Roll(Trail(upload_id))
    places = places_of(communities, rows, roll.trail)
    known = _known(communities.values(), rows)
    owners = OwnersWriter(on, roll.trail)
    units = [_unit(roll, places.of(row), row, known.get(_key(row)), upload_id) for row in rows]
    insert_rows(roll.new)
    update_rows([met.unit for met in roll.met], [*FACTS, *ORIGIN])
    moved = owners.write(list(zip(units, rows, strict=True)))
    _keep_history(roll, by, at, title, moved)
    changed = sum(1 for row in rows if row.taken)
    report = RollReport(
        community_id=communities[codes[0]].pk,
        new=len(roll.new),
        changed=changed,
        same=len(rows) - len(roll.new) - changed,
        buildings=places.entered,
        owners=owners.entered,
        left=owners.left,
        doubtful=owners.doubtful(),
        digest=digest(rows),
    )
    if report.new or report.changed:
        audit.record(
            by=by,
            action="roll.adopt",
            on=communities[codes[0]],
            summary=f"导入住户名册：新增 {report.new} 套、变更 {report.changed} 套、"
            f"业主 {report.owners} 人",
            payload={**report.as_dict(), "upload": upload_id, "communities": codes},
        )
    return report


def hold_register(communities: Iterable[Community]) -> None:
    """Until the transaction ends nobody else writes the homes of these communities."""
    keys = sorted(row.pk for row in communities)
    list(Community.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def _key(row: RollRow) -> tuple[str, str]:
    return row.community, unit_code(*row.place)


def _known(
    communities: Iterable[Community], rows: Sequence[RollRow]
) -> dict[tuple[str, str], ExclusiveUnit]:
    """The homes that the rows meet, by community and code; only where there is one to meet."""
    if all(row.taken is None for row in rows):
        return {}
    found = ExclusiveUnit.objects.filter(building__community__in=list(communities))
    found = found.select_related("building__community", "entrance")
    return {(unit.building.community.code, unit.code): unit for unit in found}


def _unit(
    roll: _Roll, place: Place, row: RollRow, unit: ExclusiveUnit | None, upload_id: int
) -> ExclusiveUnit:
    if unit is None:
        return _entered(roll, place, row, upload_id)
    taken = row.taken or frozenset()
    before = {key: _text(getattr(unit, key)) for key in FACTS if key in taken}
    imported = {**unit.imported, **row.stated}
    if not taken and imported == unit.imported:
        return unit
    origin = {key: getattr(unit, key) for key in ORIGIN}
    for key in before:
        setattr(unit, key, row.facts[key])
    after = {key: _text(getattr(unit, key)) for key in before}
    unit.imported, unit.upload_id = imported, upload_id
    unit.sheet, unit.row = row.sheet, row.row
    roll.met.append(_Met(unit, row, before, after, origin))
    return unit


def _entered(roll: _Roll, place: Place, row: RollRow, upload_id: int) -> ExclusiveUnit:
    building, entrance = place
    number, stairs, room = row.place
    facts = {"floor": floor_of(room), **row.facts}
    unit = ExclusiveUnit(
        building=building,
        entrance=entrance,
        room=room,
        code=unit_code(number, stairs, room),
        imported=dict(row.stated),
        upload_id=upload_id,
        sheet=row.sheet,
        row=row.row,
        **facts,
    )
    roll.new.append(unit)
    roll.trail.entered(unit, _name(row), {key: _text(getattr(unit, key)) for key in FACTS}, row.at)
    return unit


def _name(row: RollRow) -> str:
    building, entrance, room = row.place
    return f"{building}号楼" + (f"{entrance}单元" if entrance else "") + room


def _keep_history(
    roll: _Roll,
    by: User,
    at: datetime,
    title: str,
    moved: Mapping[int, tuple[Owned, Owned]],
) -> None:
    """A line of the register's history per home that was there and changed; the way back of all."""
    history = []
    for met in roll.met:
        had, has = moved.get(met.unit.pk, ([], []))
        before = {**met.before, **({"owners": _ids(had)} if had or has else {})}
        after = {**met.after, **({"owners": _ids(has)} if had or has else {})}
        roll.trail.changed(met.unit, _name(met.row), before, after, met.row.at, met.origin)
        if before == after:
            continue
        history.append(
            RegisterChange(
                community_id=met.unit.building.community_id,
                subject_kind="districts.exclusiveunit",
                subject_id=str(met.unit.pk),
                before={**met.before, **({"owners": had} if had or has else {})},
                after={**met.after, **({"owners": has} if had or has else {})},
                reason=f"导入“{title}”第 {met.row.row} 行"[:300],
                changed_at=at,
                changed_by=by,
            )
        )
    insert_rows(history)
    roll.trail.keep()


def _ids(owned: Owned) -> str:
    return ",".join(str(pk) for pk, _ in owned)


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return "" if value is None else str(value)

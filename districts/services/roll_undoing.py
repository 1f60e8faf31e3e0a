"""An imported roll taken back: homes that it entered, facts, owners and their phones. Set-wise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.access import require_all
from accounts.models import User
from accounts.permissions import Permission
from accounts.services import audit
from common.crypto import decrypt
from districts.models import (
    Building,
    Community,
    Entrance,
    ExclusiveUnit,
    Owner,
    Ownership,
    RegisterChange,
)
from districts.owner_data import protected
from districts.rules.roll_rows import FACTS
from districts.services.roll import ORIGIN, hold_register
from districts.services.roll_places import building_says
from records.copying import update_rows
from records.rules.undoing import Undoing, UndoReport, Written, together, weigh
from records.selectors.written import attached, written_by

OWNERS = "owners"
_TOLD = ("phone", "phone_digest", "phone_masked", "number", "number_digest")


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What is to be done to homes, their houses and owners, the rows at hand."""

    homes: Undoing
    houses: Undoing
    owners: Undoing
    units: Mapping[int, ExclusiveUnit]
    people: Mapping[int, Owner]

    @property
    def report(self) -> UndoReport:
        """All as one."""
        return together([self.homes.report, self.houses.report, self.owners.report])


@transaction.atomic
def undo_roll(
    *,
    by: User,
    on: date,
    communities: QuerySet[Community],
    upload_id: int,
    reason: str,
    rehearse: bool = False,
) -> UndoReport:
    """Take back what one import wrote to homes and owners; `rehearse` only says what that does.

    Facts and owners go back where they still are what the import wrote. Homes that it entered
    leave, unless something hangs on them (a roll of a round, a payment) or they were corrected
    since; buildings leave when they are empty, persons with their last home.
    """
    require_all(by, Permission.EDIT_REGISTER, on=communities)
    if not rehearse:
        hold_register(communities)
    found = _weigh(communities, written_by(upload_id))
    if rehearse:
        return found.report
    _put_back(on, found)
    _take_out(found.homes.removals)
    Building.objects.filter(pk__in=[one.object_id for one in found.houses.removals]).delete()
    first = communities.first()
    audit.record(
        by=by,
        action="roll.undo",
        on=first or by,
        summary=f"撤销住户名册的一次导入：{reason}",
        payload={**found.report.counts(), "upload": upload_id},
    )
    return found.report


def _weigh(communities: QuerySet[Community], written: Mapping[str, Sequence[Written]]) -> _Weighed:
    homes = written.get(ExclusiveUnit._meta.label_lower, [])
    told = written.get(Owner._meta.label_lower, [])
    keys = [one.object_id for one in homes]
    units = ExclusiveUnit.objects.filter(building__community__in=communities).in_bulk(keys)
    entered = [one.object_id for one in homes if one.before is None]
    busy = attached(ExclusiveUnit, entered, besides=[Ownership])
    corrected = RegisterChange.objects.filter(
        subject_kind=ExclusiveUnit._meta.label_lower, subject_id__in=[str(key) for key in entered]
    )
    stays = {int(key): "导入后又有更正" for key in corrected.values_list("subject_id", flat=True)}
    owned = _owned(units)
    standing = {pk: _says(unit, owned.get(pk, "")) for pk, unit in units.items()}
    people = Owner.objects.in_bulk([one.object_id for one in told])
    known = {
        pk: {"phone": owner.phone_digest, "number": owner.number_digest}
        for pk, owner in people.items()
    }
    held = {key: f"已有{words}" for key, words in busy.items()}
    judged = weigh(homes, standing, held, stays)
    houses = _houses(written.get(Building._meta.label_lower, []), judged)
    return _Weighed(judged, houses, weigh(told, known), units, people)


def _houses(written: Sequence[Written], homes: Undoing) -> Undoing:
    """Buildings that the roll brought: out when no home is left in them."""
    keys = [one.object_id for one in written]
    left = ExclusiveUnit.objects.filter(building__in=keys).exclude(
        pk__in=[one.object_id for one in homes.removals]
    )
    full = dict.fromkeys(left.values_list("building_id", flat=True), "楼里还有房屋")
    busy = attached(Building, keys, besides=[ExclusiveUnit, Entrance])
    standing = {pk: building_says(row) for pk, row in Building.objects.in_bulk(keys).items()}
    return weigh(written, standing, {pk: f"已有{words}" for pk, words in busy.items()}, full)


def _owned(units: Mapping[int, ExclusiveUnit]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    parts = Ownership.objects.filter(unit__in=units, ends_on=None).order_by("pk")
    for unit, owner in parts.values_list("unit", "owner"):
        found.setdefault(unit, []).append(str(owner))
    return {unit: ",".join(owners) for unit, owners in found.items()}


def _says(unit: ExclusiveUnit, owners: str) -> dict[str, str | None]:
    facts = {key: getattr(unit, key) for key in FACTS}
    said = {key: "" if value is None else str(value) for key, value in facts.items()}
    return {**said, OWNERS: owners}


def _put_back(on: date, found: _Weighed) -> None:
    units, reopened = [], {}
    for pk, values in found.homes.restores.items():
        unit = found.units[pk]
        for key, text in values.items():
            if key == OWNERS:
                reopened[pk] = [int(owner) for owner in (text or "").split(",") if owner]
            else:
                setattr(unit, key, _fact(key, text))
        for key, value in found.homes.origins[pk].items():
            setattr(unit, key, value)
        units.append(unit)
    update_rows(units, [*FACTS, *ORIGIN])
    _owners_back(on, reopened)
    people = []
    for pk, values in found.owners.restores.items():
        if values:
            people.append(_person(found.people[pk], found.owners.origins[pk]))
    update_rows(people, _TOLD)


def _fact(key: str, text: str | None) -> Any:
    if key.startswith("area") and key != "area_source":
        return Decimal(text) if text else None
    return (int(text) if text else None) if key == "floor" else text or ""


def _owners_back(on: date, reopened: Mapping[int, Sequence[int]]) -> None:
    """Those that came with the import leave, those that left are there again."""
    parts: dict[tuple[int, int], Ownership] = {}
    for part in Ownership.objects.filter(unit__in=reopened).order_by("pk"):
        parts[part.unit_id, part.owner_id] = part
    moved = []
    for (unit, owner), part in parts.items():
        wanted = owner in reopened[unit]
        if wanted != (part.ends_on is None):
            part.ends_on = None if wanted else on
            moved.append(part)
    leaving = [part for part in moved if part.ends_on]
    update_rows(leaving, ["ends_on"])
    update_rows([part for part in moved if not part.ends_on], ["ends_on"])


def _person(owner: Owner, sealed: Mapping[str, Any]) -> Owner:
    phone, number = decrypt(sealed["phone"]), decrypt(sealed["number"])
    told = protected(name=owner.name, phone=phone, number=number, kind=owner.kind)
    for key in _TOLD:
        setattr(owner, key, told[key])
    return owner


def _take_out(removals: Sequence[Written]) -> None:
    keys = [one.object_id for one in removals]
    owners = set(Ownership.objects.filter(unit__in=keys).values_list("owner", flat=True))
    ExclusiveUnit.objects.filter(pk__in=keys).delete()
    Owner.objects.filter(pk__in=owners, ownerships__isnull=True).delete()

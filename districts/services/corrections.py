"""Correcting the register: with a reason, and with what stood there before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.access import require
from accounts.permissions import Permission
from accounts.services import audit
from common.errors import Problem, Refused
from districts.models import ExclusiveUnit, Owner, Ownership, RegisterChange
from districts.models.homes import AREA_SOURCES, KINDS
from districts.services.home_rows import OwnerRow
from districts.services.identity import owners_for

if TYPE_CHECKING:
    from accounts.models import User

CORRECTABLE = ("area", "area_with_share", "area_source", "kind", "floor")


@transaction.atomic
def correct_unit(
    *,
    by: User,
    on: date,
    at: datetime,
    unit: ExclusiveUnit,
    changes: Mapping[str, Any],
    reason: str,
) -> ExclusiveUnit:
    """Set some of `CORRECTABLE` (areas in ㎡ as Decimal); the old values stay in the history.

    Raises Refused without a reason, with nothing to change, or with values that cannot be.
    """
    require(by, Permission.EDIT_REGISTER, on=unit)
    row = _locked(unit)
    differing = {
        field: value for field, value in changes.items() if getattr(row, field, None) != value
    }
    problems = _value_problems(row, differing) + _reason_problems(reason)
    if not differing and not problems:
        problems.append(Problem("没有任何改动", "unchanged"))
    if problems:
        raise Refused(problems)
    before = {field: _text(getattr(row, field)) for field in differing}
    for field, value in differing.items():
        setattr(row, field, value)
    row.save(update_fields=list(differing))
    after = {field: _text(value) for field, value in differing.items()}
    _keep(by, at, row, (before, after), reason, "更正房屋")
    return row


@transaction.atomic
def change_owners(
    *,
    by: User,
    on: date,
    at: datetime,
    unit: ExclusiveUnit,
    owners: Sequence[OwnerRow],
    reason: str,
) -> list[Owner]:
    """Let the unit belong to exactly these owners from `on`; earlier parts end the day before.

    Raises Refused without a reason or owners, or when a number stands under another name.
    """
    require(by, Permission.EDIT_REGISTER, on=unit)
    row = _locked(unit)
    problems = _reason_problems(reason)
    if not owners:
        problems.append(Problem("请至少填一位业主", "required", "owners"))
    if any(not owner.name.strip() for owner in owners):
        problems.append(Problem("业主缺姓名", "required", "owners"))
    if problems:
        raise Refused(problems)
    wanted = {owner.pk: owner for owner in owners_for(owners)}
    live = list(row.ownerships.filter(ends_on=None).select_related("owner"))
    leaving = [part for part in live if part.owner_id not in wanted]
    staying = {part.owner_id for part in live if part.owner_id in wanted}
    for part in leaving:
        part.ends_on = on
    Ownership.objects.bulk_update(leaving, ["ends_on"])
    joining = [
        Ownership(unit=row, owner=owner, starts_on=on)
        for pk, owner in wanted.items()
        if pk not in staying
    ]
    Ownership.objects.bulk_create(joining)
    before = {"owners": [[part.owner_id, part.owner.name_masked] for part in live]}
    after = {"owners": [[pk, owner.name_masked] for pk, owner in wanted.items()]}
    _keep(by, at, row, (before, after), reason, "变更产权人")
    return list(wanted.values())


def _locked(unit: ExclusiveUnit) -> ExclusiveUnit:
    rows = ExclusiveUnit.objects.select_related("building__community")
    return rows.select_for_update(of=("self",)).get(pk=unit.pk)


def _reason_problems(reason: str) -> list[Problem]:
    if reason.strip():
        return []
    return [Problem("请写明原因和依据", "required", "reason")]


def _value_problems(row: ExclusiveUnit, changes: Mapping[str, Any]) -> list[Problem]:
    found = [
        Problem("这一项不能更正", "field", field) for field in changes if field not in CORRECTABLE
    ]
    area = changes.get("area", row.area)
    with_share = changes.get("area_with_share", row.area_with_share)
    if not isinstance(area, Decimal) or area < 0:
        found.append(Problem("专有面积不合理", "area", "area", str(area)))
    elif with_share is not None and with_share < area:
        words = "含公摊面积小于专有面积"
        found.append(Problem(words, "area", "area_with_share", str(with_share)))
    if changes.get("kind", row.kind) not in KINDS:
        found.append(Problem("类别不在可选范围内", "kind", "kind"))
    if changes.get("area_source", row.area_source) not in AREA_SOURCES:
        found.append(Problem("面积依据不在可选范围内", "area_source", "area_source"))
    return found


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _keep(
    by: User,
    at: datetime,
    row: ExclusiveUnit,
    values: tuple[dict[str, Any], dict[str, Any]],
    reason: str,
    action: str,
) -> None:
    before, after = values
    change = RegisterChange.objects.create(
        community=row.building.community,
        subject_kind="districts.exclusiveunit",
        subject_id=str(row.pk),
        before=before,
        after=after,
        reason=reason.strip(),
        changed_at=at,
        changed_by=by,
    )
    audit.record(
        by=by,
        action=action,
        on=row,
        summary=f"{row.building.community.name} {row.label} {action}",
        payload={"change": change.pk, "before": before, "after": after},
    )

"""What a bureau settles before publishing: readings of contradictions, units behind unit keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.area_codes import within
from common.errors import Problem, Refused
from districts.models import ResponsibleUnit
from policies.models import ConflictDecision, PolicyVersion, UnitBinding
from policies.selectors.governing import policy_of
from policies.services.locking import locked_open


@transaction.atomic
def decide_conflict(
    *,
    by: User,
    at: datetime,
    version: PolicyVersion,
    conflict_id: str,
    reading: str,
    reason: str = "",
) -> ConflictDecision:
    """Record which reading governs; the maker of the draft does not decide.

    Without a reason of its own the proposed reading carries the proposal's. Raises Refused when the
    version is closed, the conflict or reading unknown, or another reading has no reason.
    """
    require(by, Permission.CHECK_POLICY, on=version.area_code or None)
    version = locked_open(version)
    conflict = next((one for one in policy_of(version).conflicts if one.id == conflict_id), None)
    if conflict is None or reading not in {one.key for one in conflict.readings}:
        raise Refused(
            Problem("没有这个冲突或读法", field="reading", value=f"{conflict_id} {reading}")
        )
    if version.made_by_id == by.pk:
        raise Refused("起草人不能裁定自己起草的政策中的冲突，请由复核人员裁定。")
    words = reason.strip() or (conflict.reason if reading == conflict.proposed else "")
    if not words:
        raise Refused(Problem("不采用建议的读法时须写明理由", field="reason"))
    decision, _ = ConflictDecision.objects.update_or_create(
        version=version,
        conflict_id=conflict_id,
        defaults={"reading": reading, "reason": words, "decided_at": at, "decided_by": by},
    )
    record(
        by=by,
        action="policy.decide_conflict",
        on=version,
        area_code=version.area_code,
        summary=f"裁定冲突 {conflict_id}：{conflict.title}",
        payload={"conflict": conflict_id, "reading": reading, "reason": words},
    )
    return decision


@transaction.atomic
def bind_units(
    *, by: User, at: datetime, version: PolicyVersion, units: Mapping[str, str]
) -> list[UnitBinding]:
    """Bind unit keys to responsible units of the place, by code; an empty code unbinds.

    Raises Refused with every unknown key, unknown code and unit of another place.
    """
    require(by, Permission.EDIT_POLICY, on=version.area_code or None)
    version = locked_open(version)
    known = {unit.key: unit.name for unit in policy_of(version).units if unit.bound}
    found = {row.code: row for row in ResponsibleUnit.objects.filter(code__in=units.values())}
    problems = []
    for key, code in units.items():
        unit = found.get(code)
        if key not in known:
            problems.append(Problem("政策中没有这个单位，或无须对应", field=key, value=key))
        elif code and unit is None:
            problems.append(Problem("没有这个责任单位", field=key, value=code))
        elif unit and not _belongs(unit.area_code, version.area_code):
            problems.append(Problem("该单位不在政策的适用地区", field=key, value=str(unit)))
    if problems:
        raise Refused(problems)
    for key, code in units.items():
        if code:
            UnitBinding.objects.update_or_create(
                version=version, unit_key=key, defaults={"unit": found[code]}
            )
        else:
            UnitBinding.objects.filter(version=version, unit_key=key).delete()
    record(
        by=by,
        action="policy.bind_units",
        on=version,
        area_code=version.area_code,
        summary=f"对应责任单位 {len(units)} 个：{version}",
        payload={"at": at.isoformat(), "units": dict(units)},
    )
    return list(version.bindings.select_related("unit"))


def _belongs(area_code: str, place: str) -> bool:
    return not place or within(area_code, place) or within(place, area_code)

"""Which rule governs: the version in force on a day, or the one that was pinned.

Parsed versions are kept per process by id and content hash; a published version never changes, so
nothing grows stale. The calendar is kept by a stamp of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max

from common.area_codes import ancestors, district_of
from common.errors import Problem, Undecidable
from common.explanations import Version
from districts.models import ResponsibleUnit
from policies.loading.parse import parse_content
from policies.models import CalendarDay, CalendarYear, PolicyVersion, UnitBinding
from policies.rules.model import Policy
from policies.rules.timing import Calendar
from policies.selectors.ruleset import Governed, Layer, Ruleset, pick

_POLICIES: dict[tuple[int, str, str], Policy] = {}
_KEPT = 200


def policy_of(version: PolicyVersion) -> Policy:
    """The frozen policy of a stored version."""
    effective = version.effective()
    key = (version.pk, version.content_hash, str(effective))
    if key not in _POLICIES:
        if len(_POLICIES) >= _KEPT:
            _POLICIES.clear()
        _POLICIES[key] = parse_content(version.content, effective)
    return _POLICIES[key]


def version_value(version: PolicyVersion) -> Version:
    """What explanations say about a version."""
    effective = version.effective()
    return Version(
        policy=version.policy.key,
        title=version.document_no,
        sequence=version.sequence,
        hash=version.short_hash,
        effective_from=effective["from"],
        effective_to=effective["to"] or "",
    )


def ruleset_for(area_code: str, on: date, programme: str = "renovation") -> Ruleset:
    """The layers in force at a place on a day (one query).

    Raises Undecidable when no version of the place or of one around it, the national layer aside,
    was in force that day: "cannot be decided" until a version covers it.
    """
    rows = list(PolicyVersion.objects.in_force(on).around(area_code, programme))
    if not any(row.policy.area_code for row in rows):
        raise Undecidable(
            Problem(
                f"{on} 没有对该地施行的政策版本，尚不能判定",
                code="no_version",
                value=area_code,
                remedy="由政策法规岗发布覆盖该日的政策版本",
            )
        )
    return Ruleset(tuple(map(layer_of, rows)))


def ruleset_of(version_id: int) -> Ruleset:
    """A pinned version with the wider layers that were in force when it began (two queries)."""
    version = PolicyVersion.objects.light().get(pk=version_id)
    wider = (
        PolicyVersion.objects.in_force(version.effective_from)
        .around(version.policy.area_code, version.policy.programme)
        .exclude(policy_id=version.policy_id)
    )
    return Ruleset(tuple(map(layer_of, [version, *wider])))


def rule_at(version_id: int, section: str, key: str = "") -> Governed[Any]:
    """A pinned rule, exactly as that version states it (one query).

    `section` is a name in `ruleset.SECTIONS`; without `key` the whole section is returned. Raises
    Undecidable when the version does not state it.
    """
    return _stated(_pinned(version_id), section, key)


def rules_at(version_ids: Iterable[int], section: str = "procedure") -> dict[int, Governed[Any]]:
    """A whole section as several versions state it, by version (one query)."""
    rows = PolicyVersion.objects.light().filter(pk__in=set(version_ids))
    return {row.pk: _stated(layer_of(row), section, "") for row in rows}


def governed_by(version: PolicyVersion, section: str, key: str = "") -> Governed[Any]:
    """A rule as a version in hand states it; no query when its policy is known already."""
    return _stated(layer_of(version), section, key)


def _stated(layer: Layer, section: str, key: str) -> Governed[Any]:
    rule = getattr(layer.policy, section)
    if not rule:
        return Ruleset((layer,)).get(section, key)
    return Governed(pick(rule, key, section) if key else rule, layer.version_id, layer.version)


def unit_codes(version_id: int, area_code: str = "") -> dict[str, str]:
    """Unit key → responsible unit's code (two queries; the second only for a given place).

    Bound units come from publishing. With the project's `area_code`, keys of kind street and
    neighbourhood lead to the unit of that street or neighbourhood, keys of kind district to the
    district's own; parties without one are absent.
    """
    bound = UnitBinding.objects.filter(version_id=version_id).values_list("unit_key", "unit__code")
    codes = dict(bound)
    if area_code:
        local = ResponsibleUnit.objects.filter(area_code__in=ancestors(area_code))
        by_kind = {unit.kind: unit.code for unit in local}
        known = {unit.code for unit in local}
        for unit in _pinned(version_id).policy.units:
            if unit.kind in {"street", "neighbourhood"} and unit.kind in by_kind:
                codes.setdefault(unit.key, by_kind[unit.kind])
            elif unit.kind == "district" and (code := district_unit(area_code, unit.key)) in known:
                codes[unit.key] = code
    return codes


def district_unit(area_code: str, unit_key: str) -> str:
    """Code of the unit that a key of kind district means at a place: `<district>-<key>`."""
    return f"{district_of(area_code)}-{unit_key}"


def unit_code(version_id: int, unit_key: str, area_code: str = "") -> str:
    """Code of the responsible unit behind one key; "" for parties without one."""
    return unit_codes(version_id, area_code).get(unit_key, "")


def calendar() -> Calendar:
    """All announced years; one cheap query tells whether the kept value still holds."""
    stamp = CalendarYear.objects.order_by().aggregate(
        years=Count("pk", distinct=True),
        latest=Max("pk"),
        marked=Count("days"),
        last=Max("days__pk"),
    )
    return _calendar(tuple(stamp.values()))


@lru_cache(maxsize=4)
def _calendar(_stamp: tuple[Any, ...]) -> Calendar:
    years = {row.year: row.document or row.source for row in CalendarYear.objects.all()}
    days: dict[date, bool] = {}
    names: dict[date, str] = {}
    for row in CalendarDay.objects.all():
        days[row.day] = row.working
        if row.name and not row.working:
            names[row.day] = row.name
    return Calendar(years, days, names)


def layer_of(version: PolicyVersion) -> Layer:
    """A stored version as a layer of a ruleset."""
    return Layer(version.pk, version_value(version), policy_of(version))


def _pinned(version_id: int) -> Layer:
    version = PolicyVersion.objects.light().filter(pk=version_id).first()
    if version is None:
        raise Undecidable(
            Problem("所锁定的政策版本不存在", code="no_version", value=str(version_id))
        )
    return layer_of(version)

"""Streets and districts entered set-wise, as a plan table names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection, transaction

from accounts.access import require, require_all
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import Problem, Refused
from common.names import normalise
from districts.models import Area, ResponsibleUnit
from districts.services.areas import street_unit
from records.models import WrittenRow
from records.services.written import Trail

LOCAL = {
    "street": ("街道", "本地代码：年度计划表所列街道，未查到国家统一代码"),
    "district": ("县区", "本地代码：任务分解表所列县区，未查到国家统一代码"),
}
MOST_LOCAL = 9
_LOCK_SPACE = 7003


@transaction.atomic
def register_local_streets(
    *, by: User, area_code: str, names: Sequence[str], upload_id: int | None = None
) -> list[Area]:
    """Enter streets of a district under local codes (370724L01 and on), marked as not official.

    The numbers go up in the order of `names` and are never reused, also when an import is taken
    back. Names already in the register are left alone. `upload_id` is the import that names them.
    """
    require(by, Permission.IMPORT_PLAN, on=area_code)
    _lock(area_code)
    known = {normalise(area.name) for area in Area.objects.streets_of(area_code)}
    fresh = [name for name in dict.fromkeys(names) if normalise(name) not in known]
    prefix = f"{area_code}L"
    last = max((int(code[len(prefix) :][:2]) for code in _ever(prefix)), default=0)
    names_by_code = {f"{prefix}{last + n:02d}": name for n, name in enumerate(fresh, 1)}
    return _enter_local(by, area_code, "street", names_by_code, upload_id)


@transaction.atomic
def register_local_districts(
    *, by: User, area_code: str, names: Sequence[str], upload_id: int | None = None
) -> list[Area]:
    """Enter districts of a city under local codes (4107L1 and on), marked as not official.

    Names already in the register are left alone; Refused when nine local ones are used up.
    `upload_id` is the import that names them.
    """
    require(by, Permission.IMPORT_PLAN, on=area_code)
    _lock(area_code)
    inside = Area.objects.filter(level="district", code__startswith=area_code)
    known = {normalise(area.name) for area in inside}
    fresh = [name for name in dict.fromkeys(names) if normalise(name) not in known]
    prefix = f"{area_code}L"
    last = max((int(code[len(prefix)]) for code in _ever(prefix)), default=0)
    if last + len(fresh) > MOST_LOCAL:
        raise Refused(
            Problem("本地代码已用完", value="、".join(fresh), remedy="请先登记这些县区的国家代码")
        )
    names_by_code = {f"{prefix}{last + n}": name for n, name in enumerate(fresh, 1)}
    return _enter_local(by, area_code, "district", names_by_code, upload_id)


@transaction.atomic
def register_local_district(*, by: User, area_code: str) -> Area:
    """Enter a district that the register lacks under its own six digits, its name to be mended."""
    require(by, Permission.IMPORT_PLAN, on=area_code)
    area = Area.objects.create(
        code=area_code,
        name=f"区划{area_code}",
        level="district",
        official=False,
        source="导入计划时建立，名称待补",
    )
    record(by=by, action="area.register_local", on=area, summary=f"登记区划 {area_code}")
    return area


@transaction.atomic
def ensure_street_units(*, by: User, street_codes: Sequence[str]) -> list[ResponsibleUnit]:
    """A street's own office as its responsible unit, where none is entered yet."""
    require_all(by, Permission.EDIT_REGISTER, on=street_codes)
    codes = set(street_codes)
    have = ResponsibleUnit.objects.filter(kind="street", area_code__in=codes)
    missing = codes - set(have.values_list("area_code", flat=True))
    areas = Area.objects.filter(code__in=missing)
    rows = [ResponsibleUnit(code=f"{area.code}-street", **street_unit(area)) for area in areas]
    ResponsibleUnit.objects.bulk_create(rows)
    if rows:
        record(
            by=by,
            action="unit.register_streets",
            on=rows[0],
            area_code=rows[0].area_code[:6],
            summary=f"登记街道责任单位 {len(rows)} 个",
            payload={"codes": [row.code for row in rows]},
        )
    return rows


def _enter_local(
    by: User, area_code: str, level: str, names: Mapping[str, str], upload_id: int | None
) -> list[Area]:
    """Enter places of one level by their local codes, as not official."""
    words, source = LOCAL[level]
    rows = [
        Area(code=code, name=name, level=level, official=False, source=source)
        for code, name in names.items()
    ]
    Area.objects.bulk_create(rows)
    _keep(rows, upload_id)
    if rows:
        record(
            by=by,
            action="area.register_local",
            on=rows[0],
            area_code=area_code,
            summary=f"按本地代码登记{words}：{'、'.join(names.values())}",
            payload={"codes": list(names)},
        )
    return rows


def _ever(prefix: str) -> set[str]:
    """Codes that begin so, of places there are and of those that went with an import."""
    given = WrittenRow.objects.filter(
        table=Area._meta.label_lower, after__code__startswith=prefix
    ).values_list("after__code", flat=True)
    return {*Area.objects.filter(code__startswith=prefix).values_list("code", flat=True), *given}


def _keep(rows: Sequence[Area], upload_id: int | None) -> None:
    """Note which import the places came with."""
    trail = Trail(upload_id or 0)
    for row in rows if upload_id else ():
        trail.entered(row, row.name, {"code": row.code})
    trail.keep()


def _lock(code: str) -> None:
    """Numbers of one place are given out one transaction after another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_SPACE, code])

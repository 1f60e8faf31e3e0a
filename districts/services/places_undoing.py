"""Streets and districts that an import entered leave with it, if nothing stands in them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from districts.models import Area, ResponsibleUnit
from districts.selectors.places_in_use import in_use
from records.rules.undoing import UndoReport, weigh
from records.selectors.written import attached, written_by


@transaction.atomic
def undo_places(
    *, by: User, area_code: str, upload_id: int, leaving: UndoReport, rehearse: bool = False
) -> UndoReport:
    """Take out the places that one import entered; what has something in it stays and is named.

    `leaving` is what else of the import goes: foreseen, those rows still stand. A street's own
    office, entered with it, goes along unless it is used.
    """
    require(by, Permission.IMPORT_PLAN, on=area_code)
    written = written_by(upload_id).get(Area._meta.label_lower, [])
    if not written:
        return UndoReport()
    areas = Area.objects.in_bulk([one.object_id for one in written])
    offices = _offices(areas.values())
    going = {item.table: set[int]() for item in leaving.reversed if not item.key}
    for item in leaving.reversed:
        if not item.key:
            going[item.table].add(item.object_id)
    office = {ResponsibleUnit._meta.label_lower: offices}
    busy = in_use(areas.values(), leaving=going, besides=office)
    standing = {pk: {"code": area.code} for pk, area in areas.items()}
    stays = {pk: f"这里已有：{words}" for pk, words in busy.items()}
    found = weigh(written, standing, stays=stays)
    gone = [areas[one.object_id] for one in found.removals]
    if rehearse or not gone:
        return found.report
    codes = [area.code for area in gone]
    ResponsibleUnit.objects.filter(pk__in=offices, area_code__in=codes).delete()
    Area.objects.filter(pk__in=[area.pk for area in gone]).delete()
    record(
        by=by,
        action="area.undo_local",
        on=by,
        area_code=area_code,
        summary=f"撤销导入，取消按本地代码登记的{'、'.join(area.name for area in gone)}",
        payload={"codes": codes, "upload": upload_id},
    )
    return found.report


def _offices(areas: Collection[Area]) -> set[int]:
    """The places' own offices that nothing hangs on."""
    codes = [f"{area.code}-street" for area in areas]
    keys = set(ResponsibleUnit.objects.filter(code__in=codes).values_list("pk", flat=True))
    return keys - attached(ResponsibleUnit, keys).keys()

"""The register of homes and other units (住户台账); owners masked unless revealed on record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from accounts.permissions import Permission
from districts import filters
from districts.models import ExclusiveUnit
from districts.models.homes import AREA_SOURCES, KINDS
from districts.registers.choices import KNOWN, select, streets
from districts.registers.sums import unit_sums
from districts.selectors.owners import live_parts
from records import listings
from records.rules.tables import TableColumn, Value

if TYPE_CHECKING:
    from accounts.models import User

HOUSE = (
    "building__community__area_code",
    "building__community__sort_key",
    "building__community",
    "building__position",
    "building__number",
)
PLACE = (*HOUSE, "position", "code")
COLUMNS = (
    TableColumn("community", "小区名称", order=PLACE[1:], fixed=True, card="head"),
    TableColumn("street", "街道", order=PLACE, fixed=True, card="hide"),
    TableColumn("building", "楼号", fixed=True),
    TableColumn("entrance", "单元号", fixed=True),
    TableColumn("room", "室号", order=("room", *PLACE), fixed=True),
    TableColumn("floor", "楼层", "plain", order=("floor", *PLACE), shown=False, card="hide"),
    TableColumn("kind", "类别", order=("kind", *PLACE), card="chip"),
    TableColumn("area", "专有面积", "area", "㎡", order=("area", *PLACE)),
    TableColumn("area_source", "面积依据", order=("area_source", *PLACE), card="hide"),
    TableColumn(
        "area_with_share",
        "登记面积（含公摊）",
        "area",
        "㎡",
        ("area_with_share", *PLACE),
        card="hide",
    ),
    TableColumn("owners", "业主", card="line"),
    TableColumn("phones", "电话", card="line"),
    TableColumn("code", "房屋代码", order=("code", *PLACE), shown=False, card="hide"),
)


def _rows(user: User) -> QuerySet[ExclusiveUnit]:
    return ExclusiveUnit.objects.visible_to(user).select_related(
        "building__community__street", "entrance"
    )


def _cells(rows: Sequence[ExclusiveUnit], *, clear: bool = False) -> list[dict[str, Value]]:
    parts = live_parts((row.pk for row in rows), clear=clear)
    name, phone = ("name", "phone") if clear else ("name_masked", "phone_masked")
    return [
        {
            "community": row.building.community.name,
            "street": row.building.community.street.name,
            "building": row.building.number,
            "entrance": row.entrance.number if row.entrance else "",
            "room": row.room,
            "floor": row.floor,
            "kind": KINDS[row.kind],
            "area": row.area,
            "area_source": AREA_SOURCES[row.area_source],
            "area_with_share": row.area_with_share,
            "owners": "、".join(getattr(part.owner, name) for part in parts[row.pk]),
            "phones": "、".join(getattr(part.owner, phone) or "无" for part in parts[row.pk]),
            "code": row.code,
        }
        for row in rows
    ]


def _totals(rows: QuerySet[ExclusiveUnit]) -> listings.Totals:
    units = unit_sums(rows)
    how = [f"合计的是符合条件的全部 {units.units} 套（其中住宅 {units.homes} 户），不止本页。"]
    sums: dict[str, Value] = {"area": units.area, "area_with_share": units.with_share}
    return listings.Totals(units.units, sums, (*how, *units.how()), units.parts)


def _selects(user: User) -> list[dict[str, Any]]:
    return [
        select("area", "街道", streets(user)),
        select("kind", "类别", list(KINDS.items())),
        select("area_source", "面积依据", list(AREA_SOURCES.items())),
        select("owners", "业主", KNOWN),
        select("share", "登记面积", [("yes", "已填"), ("no", "未填")]),
    ]


def _address(row: ExclusiveUnit) -> str:
    page = reverse("districts:community", args=[row.building.community_id])
    return f"{page}?{urlencode({'building': row.building.number})}"


HOMES = listings.Listing(
    key="homes",
    title="住户台账",
    noun="套",
    permission=Permission.VIEW_REGISTER,
    columns=COLUMNS,
    filterset=filters.UnitFilter,
    rows=_rows,
    cells=_cells,
    totals=_totals,
    selects=_selects,
    find="小区名称或室号",
    address=_address,
    sheet="home_register",
    order=PLACE,
)

"""The register of communities (小区台账)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, DecimalField, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.permissions import Permission
from districts import filters
from districts.models import Building, Community, ExclusiveUnit
from districts.registers.choices import KNOWN, select, streets
from districts.registers.sums import unit_sums
from districts.rules import bands
from districts.selectors.counts import counts_of, each
from records import listings
from records.rules.tables import TableColumn
from records.rules.tables import Value as Cell

if TYPE_CHECKING:
    from accounts.models import User

COLUMNS = (
    TableColumn("name", "小区名称", order=("sort_key",), fixed=True, card="head"),
    TableColumn("street", "街道", order=("area_code", "sort_key"), fixed=True, card="chip"),
    TableColumn("neighbourhood", "社区", order=("neighbourhood__name", "sort_key"), shown=False),
    TableColumn("code", "小区代码", order=("code",), card="hide"),
    TableColumn("address", "坐落", shown=False, card="line"),
    TableColumn("built_year", "建成年份", "plain", order=("built_year", "sort_key")),
    TableColumn("built_year_proof", "建成年份依据", shown=False, card="line"),
    TableColumn("management", "物业管理", order=("management", "sort_key"), card="hide"),
    TableColumn("buildings", "楼栋", "count", "栋", order=("all_buildings", "sort_key")),
    TableColumn("floor_area", "建筑面积", "area", "㎡", shown=False, card="hide"),
    TableColumn("homes", "住宅", "count", "户", order=("all_homes", "sort_key")),
    TableColumn("units", "专有部分", "count", "套", shown=False, card="hide"),
    TableColumn("area", "专有面积", "area", "㎡", order=("all_area", "sort_key")),
    TableColumn("owners", "业主", "count", "人", card="hide"),
    TableColumn("aliases", "别名", shown=False, card="line"),
)
_UNITS = ExclusiveUnit.objects.all()
_ZERO = Value(Decimal(0), output_field=DecimalField())
_NONE = Value(0, output_field=IntegerField())
RECKONED = {
    "all_buildings": Coalesce(each(Building.objects.all(), "community"), _NONE),
    "all_homes": Coalesce(each(_UNITS.filter(kind="home"), "building__community"), _NONE),
    "all_area": Coalesce(each(_UNITS, "building__community", Sum("area")), _ZERO),
}


def _rows(user: User) -> QuerySet[Community]:
    return Community.objects.visible_to(user).select_related("street", "neighbourhood")


def _cells(rows: Sequence[Community], *, clear: bool = False) -> list[dict[str, Cell]]:
    counts = counts_of(row.pk for row in rows)
    return [
        {
            "name": row.name,
            "street": row.street.name,
            "neighbourhood": row.neighbourhood.name if row.neighbourhood else "",
            "code": row.code,
            "address": row.address,
            "built_year": row.built_year,
            "built_year_proof": row.built_year_proof,
            "management": row.management,
            "buildings": counts[row.pk].buildings,
            "floor_area": counts[row.pk].floor_area,
            "homes": counts[row.pk].homes,
            "units": counts[row.pk].units,
            "area": counts[row.pk].area,
            "owners": counts[row.pk].owners,
            "aliases": "、".join(row.aliases),
        }
        for row in rows
    ]


def totals(rows: QuerySet[Community]) -> listings.Totals:
    """Buildings, homes and ㎡ of all these communities; two queries."""
    ids = rows.order_by().values("pk")
    whole = rows.order_by().aggregate(
        number=Count("pk", distinct=True),
        houses=Count("buildings"),
        surveyed=Sum("buildings__floor_area"),
        without=Count("buildings", filter=Q(buildings__floor_area=None)),
    )
    units = unit_sums(ExclusiveUnit.objects.filter(building__community__in=ids))
    how = [f"合计的是符合条件的全部 {whole['number']} 个小区，不止本页。", *units.how()]
    if whole["without"]:
        how.append(f"{whole['without']} 栋没有填建筑面积，未计入建筑面积。")
    how.append("业主按小区分别去重，同一人在几个小区有房，各算一次，所以不作合计。")
    sums: dict[str, Cell] = {
        "buildings": whole["houses"],
        "floor_area": whole["surveyed"],
        "homes": units.homes,
        "units": units.units,
        "area": units.area,
    }
    return listings.Totals(whole["number"], sums, tuple(how), units.parts)


def _selects(user: User) -> list[dict[str, Any]]:
    return [
        select("area", "街道", streets(user)),
        select("homes", "房屋", KNOWN),
        select("built", "建成", bands.choices(bands.YEARS)),
        select("managed", "物业", [("yes", "有"), ("no", "未填")]),
    ]


def _address(row: Community) -> str:
    return reverse("districts:community", args=[row.pk])


COMMUNITIES = listings.Listing(
    key="communities",
    title="小区台账",
    noun="个小区",
    permission=Permission.VIEW_REGISTER,
    columns=COLUMNS,
    filterset=filters.CommunityFilter,
    rows=_rows,
    cells=_cells,
    totals=totals,
    selects=_selects,
    find="小区名称、别名、代码",
    address=_address,
    sheet="community_register",
    order=("area_code", "sort_key"),
    reckoned=RECKONED,
)

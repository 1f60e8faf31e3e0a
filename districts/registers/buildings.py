"""The register of buildings (楼栋台账): what is surveyed, beside what the units add up to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, DecimalField, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.permissions import Permission
from districts import filters
from districts.models import Building, ExclusiveUnit
from districts.registers.choices import KNOWN, select, streets_and_structures
from districts.registers.sums import unit_sums
from districts.rules import bands
from districts.selectors.counts import building_counts, each
from records import listings
from records.rules.tables import TableColumn
from records.rules.tables import Value as Cell

if TYPE_CHECKING:
    from accounts.models import User

PLACE = ("community__area_code", "community__sort_key", "community", "position", "number")
COLUMNS = (
    TableColumn("community", "小区名称", order=PLACE[1:], fixed=True, card="head"),
    TableColumn("street", "街道", order=PLACE, fixed=True, card="chip"),
    TableColumn("number", "楼号", fixed=True),
    TableColumn("structure", "结构", order=("structure", *PLACE)),
    TableColumn("storeys", "层数", "plain", "层", order=("storeys", *PLACE)),
    TableColumn("built_year", "建成年份", "plain", order=("built_year", *PLACE)),
    TableColumn("floor_area", "建筑面积", "area", "㎡", order=("floor_area", *PLACE)),
    TableColumn("households", "户数", "count", "户", order=("households", *PLACE)),
    TableColumn("entrances", "单元", "count", "个", shown=False, card="hide"),
    TableColumn("homes", "已登记住宅", "count", "户", order=("all_homes", *PLACE), card="hide"),
    TableColumn("units", "已登记专有部分", "count", "套", shown=False, card="hide"),
    TableColumn("area", "专有面积", "area", "㎡", order=("all_area", *PLACE)),
)
_UNITS = ExclusiveUnit.objects.all()
RECKONED = {
    "all_homes": Coalesce(
        each(_UNITS.filter(kind="home"), "building"), Value(0, output_field=IntegerField())
    ),
    "all_area": Coalesce(
        each(_UNITS, "building", Sum("area")), Value(Decimal(0), output_field=DecimalField())
    ),
}


def _rows(user: User) -> QuerySet[Building]:
    return Building.objects.visible_to(user).select_related("community__street")


def _cells(rows: Sequence[Building], *, clear: bool = False) -> list[dict[str, Cell]]:
    counts = building_counts(row.pk for row in rows)
    return [
        {
            "community": row.community.name,
            "street": row.community.street.name,
            "number": row.number,
            "structure": row.structure,
            "storeys": row.storeys,
            "built_year": row.built_year,
            "floor_area": row.floor_area,
            "households": row.households,
            "entrances": counts[row.pk].entrances,
            "homes": counts[row.pk].homes,
            "units": counts[row.pk].units,
            "area": counts[row.pk].area,
        }
        for row in rows
    ]


def _totals(rows: QuerySet[Building]) -> listings.Totals:
    whole = rows.order_by().aggregate(
        number=Count("pk"),
        surveyed=Sum("floor_area"),
        living=Sum("households"),
        no_area=Count("pk", filter=Q(floor_area=None)),
        no_households=Count("pk", filter=Q(households=None)),
    )
    units = unit_sums(ExclusiveUnit.objects.filter(building__in=rows.order_by().values("pk")))
    how = [f"合计的是符合条件的全部 {whole['number']} 栋，不止本页。", *units.how()]
    how.append("“建筑面积”“户数”是按栋填写的；“已登记住宅”“专有面积”由逐套登记的房屋加出来。")
    if whole["no_area"]:
        how.append(f"{whole['no_area']} 栋没有填建筑面积，未计入。")
    if whole["no_households"]:
        how.append(f"{whole['no_households']} 栋没有填户数，未计入。")
    sums: dict[str, Cell] = {
        "floor_area": whole["surveyed"],
        "households": whole["living"],
        "homes": units.homes,
        "units": units.units,
        "area": units.area,
    }
    return listings.Totals(whole["number"], sums, tuple(how), units.parts)


def _selects(user: User) -> list[dict[str, Any]]:
    streets, structures = streets_and_structures(user)
    return [
        select("area", "街道", streets),
        select("structure", "结构", [*structures, (bands.UNKNOWN, "未填")]),
        select("storeys", "层数", bands.choices(bands.STOREYS)),
        select("built", "建成", bands.choices(bands.YEARS)),
        select("homes", "房屋", KNOWN),
    ]


def _address(row: Building) -> str:
    page = reverse("districts:community", args=[row.community_id])
    return f"{page}?{urlencode({'building': row.number})}"


BUILDINGS = listings.Listing(
    key="buildings",
    title="楼栋台账",
    noun="栋",
    permission=Permission.VIEW_REGISTER,
    columns=COLUMNS,
    filterset=filters.BuildingFilter,
    rows=_rows,
    cells=_cells,
    totals=_totals,
    selects=_selects,
    find="小区名称、楼号",
    address=_address,
    sheet="building_register",
    order=PLACE,
    reckoned=RECKONED,
)

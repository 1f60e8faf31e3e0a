"""Buildings as a table."""

from __future__ import annotations

from decimal import Decimal

from districts.register_sheets.columns import (
    BUILT_YEAR,
    COMMUNITY_NAME,
    HOMES,
    SQUARE_METRES,
    STREET,
    UNITS,
    told,
    words,
)
from records.rules.sheets import Column, SheetSpec, Unit

BUILDING_REGISTER = SheetSpec(
    key="building_register",
    title="楼栋台账",
    rows_are="楼栋",
    rows_unit=Unit("栋", synonyms=("幢", "座")),
    leads="number",
    identity=("street", "community", "number"),
    twice="同一小区的楼号写了两次",
    columns=(
        COMMUNITY_NAME,
        STREET,
        Column("number", "楼号", "text", ("楼栋号", "幢号", "栋号", "楼栋"), example="3"),
        words("structure", "结构", "结构类型", "建筑结构", example="砖混"),
        Column(
            "storeys",
            "层数",
            "count",
            ("总层数", "楼层数", "地上层数"),
            required=False,
            units=(Unit("层"),),
            most=Decimal(121),
            example="6",
        ),
        BUILT_YEAR,
        Column(
            "floor_area",
            "建筑面积",
            "decimal",
            ("总建筑面积", "楼栋面积"),
            required=False,
            units=(SQUARE_METRES,),
            places=2,
            summed=True,
            example="2640.00",
        ),
        Column(
            "households",
            "户数",
            "count",
            ("总户数", "住户数", "居民户数"),
            required=False,
            units=(HOMES,),
            summed=True,
            example="24",
        ),
        told("entrances", "单元", Unit("个"), summed=False),
        told("homes", "已登记住宅", HOMES),
        told("units", "已登记专有部分", UNITS),
        told("area", "专有面积", SQUARE_METRES, places=2),
    ),
)

"""Communities as a table."""

from __future__ import annotations

from districts.register_sheets.columns import (
    BUILT_YEAR,
    HOMES,
    HOUSES,
    RECKONED,
    SQUARE_METRES,
    STREET,
    UNITS,
    told,
    words,
)
from records.rules.sheets import Column, SheetSpec, Unit

COMMUNITY_REGISTER = SheetSpec(
    key="community_register",
    title="小区台账",
    rows_are="小区",
    rows_unit=Unit("个", synonyms=("个小区", "小区")),
    leads="name",
    identity=("street", "name"),
    twice="同一街道的小区写了两次",
    columns=(
        Column("name", "小区名称", "name", ("小区", "老旧小区名称"), example="县委家属院"),
        STREET,
        words("neighbourhood", "社区", "所属社区", hint=RECKONED),
        words("code", "小区代码", hint=RECKONED),
        words("address", "坐落", "地址", "小区地址", example="民主路 18 号"),
        BUILT_YEAR,
        words("built_year_proof", "建成年份依据", "年份依据", example="房产登记簿"),
        words("management", "物业管理", "物业公司", "物业服务企业", example="社区代管"),
        told("buildings", "楼栋", HOUSES),
        told("floor_area", "建筑面积", SQUARE_METRES, places=2),
        told("homes", "住宅", HOMES),
        told("units", "专有部分", UNITS),
        told("area", "专有面积", SQUARE_METRES, places=2),
        told("owners", "业主", Unit("人"), summed=False),
        words("aliases", "别名", hint=RECKONED),
    ),
)

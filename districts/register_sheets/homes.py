"""Homes and other units as a table; owners are shown masked and never taken back."""

from __future__ import annotations

from decimal import Decimal

from districts.models.homes import AREA_SOURCES, KINDS
from districts.register_sheets.columns import (
    COMMUNITY_NAME,
    MASKED,
    RECKONED,
    SQUARE_METRES,
    STREET,
    words,
)
from records.rules.sheets import Column, SheetSpec, Unit

HOME_REGISTER = SheetSpec(
    key="home_register",
    title="住户台账",
    rows_are="套房屋",
    rows_unit=Unit("套", synonyms=("户",)),
    leads="room",
    identity=("street", "community", "building", "entrance", "room"),
    twice="同一室号写了两次",
    columns=(
        COMMUNITY_NAME,
        STREET,
        Column("building", "楼号", "text", ("楼栋号", "幢号", "栋号", "楼栋"), example="3"),
        Column(
            "entrance",
            "单元号",
            "text",
            ("单元",),
            required=False,
            hint="没有单元的留空。",
            example="2",
        ),
        Column("room", "室号", "text", ("房号", "房间号", "门牌号"), example="301"),
        Column(
            "floor",
            "楼层",
            "count",
            ("所在楼层",),
            required=False,
            units=(Unit("层"),),
            most=Decimal(121),
            example="3",
        ),
        Column(
            "kind",
            "类别",
            "choice",
            ("房屋类别", "用途"),
            required=False,
            choices={key: (label,) for key, label in KINDS.items()},
        ),
        Column(
            "area",
            "专有面积",
            "decimal",
            ("专有部分面积", "套内面积"),
            required=False,
            units=(SQUARE_METRES,),
            places=2,
            summed=True,
            example="86.40",
        ),
        Column(
            "area_source",
            "面积依据",
            "choice",
            ("面积来源",),
            required=False,
            choices={key: (label,) for key, label in AREA_SOURCES.items()},
        ),
        Column(
            "area_with_share",
            "登记面积（含公摊）",
            "decimal",
            ("登记面积", "建筑面积", "含公摊面积"),
            required=False,
            units=(SQUARE_METRES,),
            places=2,
            summed=True,
            example="98.10",
        ),
        Column(
            "owners",
            "业主",
            "text",
            ("业主姓名", "姓名", "产权人", "户主"),
            required=False,
            personal=True,
            hint=MASKED,
        ),
        Column(
            "phones",
            "电话",
            "text",
            ("联系电话", "手机"),
            required=False,
            personal=True,
            hint=MASKED,
        ),
        words("code", "房屋代码", hint=RECKONED),
    ),
)

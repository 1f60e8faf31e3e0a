"""The registers as tables to fill in: communities, buildings, homes; exports are written so.

Columns that the register reckons itself stand in the export and are not taken back.
"""

from __future__ import annotations

from decimal import Decimal

from districts.models.homes import AREA_SOURCES, KINDS
from records.rules.sheets import Column, SheetSpec, Unit

SQUARE_METRES = Unit("㎡", synonyms=("平方米", "m2", "平米", "平方"))
HOMES, UNITS, HOUSES = Unit("户"), Unit("套"), Unit("栋", synonyms=("幢", "座"))
RECKONED = "由系统算出，导入时不读。"
MASKED = "遮盖后导出，导入时不读；改业主请到该房屋的“产权人”。"
LAST_YEAR = Decimal(2101)

STREET = Column(
    "street",
    "街道",
    "place",
    ("街道名称", "所属街道", "所在街道", "坐落街道", "镇街", "乡镇街道", "镇(街道)"),
    fill_down=True,
    hint="按行政区划写全称。",
    example="城关街道",
)
COMMUNITY_NAME = Column(
    "community",
    "小区名称",
    "name",
    ("小区", "所属小区", "所在小区"),
    fill_down=True,
    hint="与小区台账一致，别名也认。",
    example="县委家属院",
)
BUILT_YEAR = Column(
    "built_year",
    "建成年份",
    "count",
    ("建成年代", "建造年份", "建成时间", "竣工年份", "建成年"),
    required=False,
    units=(Unit("年"),),
    most=LAST_YEAR,
    hint="四位年份。",
    example="1996",
)


def _told(key: str, label: str, unit: Unit, *, places: int = 0, summed: bool = True) -> Column:
    """A figure that the register reckons."""
    return Column(
        key,
        label,
        "decimal" if places else "count",
        required=False,
        units=(unit,),
        places=places,
        summed=summed,
        hint=RECKONED,
    )


def _words(key: str, label: str, *synonyms: str, hint: str = "", example: str = "") -> Column:
    return Column(key, label, "text", synonyms, required=False, hint=hint, example=example)


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
        _words("neighbourhood", "社区", "所属社区", hint=RECKONED),
        _words("code", "小区代码", hint=RECKONED),
        _words("address", "坐落", "地址", "小区地址", example="民主路 18 号"),
        BUILT_YEAR,
        _words("built_year_proof", "建成年份依据", "年份依据", example="房产登记簿"),
        _words("management", "物业管理", "物业公司", "物业服务企业", example="社区代管"),
        _told("buildings", "楼栋", HOUSES),
        _told("floor_area", "建筑面积", SQUARE_METRES, places=2),
        _told("homes", "住宅", HOMES),
        _told("units", "专有部分", UNITS),
        _told("area", "专有面积", SQUARE_METRES, places=2),
        _told("owners", "业主", Unit("人"), summed=False),
        _words("aliases", "别名", hint=RECKONED),
    ),
)

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
        _words("structure", "结构", "结构类型", "建筑结构", example="砖混"),
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
        _told("entrances", "单元", Unit("个"), summed=False),
        _told("homes", "已登记住宅", HOMES),
        _told("units", "已登记专有部分", UNITS),
        _told("area", "专有面积", SQUARE_METRES, places=2),
    ),
)

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
        _words("owners", "业主", "产权人", hint=MASKED),
        _words("phones", "电话", "联系电话", hint=MASKED),
        _words("code", "房屋代码", hint=RECKONED),
    ),
)

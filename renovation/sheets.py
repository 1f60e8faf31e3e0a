"""The tables of an annual plan: one row per community (临朐 附件3), or per district (新乡 三)."""

from __future__ import annotations

from decimal import Decimal

from records.rules.sheets import Column, SheetSpec, Unit

SQUARE_METRES = Unit("㎡", synonyms=("平方米", "m2", "平米", "平方"))
TEN_THOUSAND_SQUARE_METRES = Unit(
    "万㎡", Decimal(10000), synonyms=("万平方米", "万m2", "万平米", "万平方")
)

BUILDINGS = Column(
    "buildings",
    "改造楼栋数",
    "count",
    ("楼栋数", "栋数", "幢数", "楼栋", "楼幢数", "楼数", "改造栋数", "改造楼栋", "改造楼数"),
    units=(Unit("栋", synonyms=("幢", "座")),),
    summed=True,
)
HOUSEHOLDS = Column(
    "households",
    "户数",
    "count",
    ("居民户数", "改造户数", "住户数", "总户数", "涉及户数", "惠及户数", "居民户"),
    units=(Unit("户"),),
    summed=True,
)
FLOOR_AREA = Column(
    "floor_area",
    "建筑面积",
    "decimal",
    ("面积", "改造面积", "总建筑面积", "改造建筑面积", "房屋建筑面积"),
    units=(SQUARE_METRES, TEN_THOUSAND_SQUARE_METRES),
    places=2,
    summed=True,
)
INDEX = Column("index", "序号", "index", ("编号", "项次", "行次"), required=False)

COMMUNITY_PLAN = SheetSpec(
    key="community_plan",
    title="年度改造计划表",
    rows_are="小区",
    rows_unit=Unit("个", synonyms=("小区", "小区数", "个小区", "改造小区", "项目数")),
    identity=("street", "name"),
    group="street",
    twice="是同一街道的同名小区",
    columns=(
        INDEX,
        Column(
            "name",
            "小区名称",
            "name",
            ("小区", "项目名称", "小区(项目)名称", "改造小区名称", "改造小区", "老旧小区名称"),
        ),
        Column(
            "street",
            "坐落街道名称",
            "place",
            (
                "街道",
                "街道名称",
                "所属街道",
                "所在街道",
                "坐落街道",
                "镇街",
                "乡镇街道",
                "镇(街道)",
                "街道(乡镇)",
                "街道(镇)",
                "所属镇街",
            ),
            fill_down=True,
        ),
        BUILDINGS,
        HOUSEHOLDS,
        FLOOR_AREA,
    ),
)

TARGET_PLAN = SheetSpec(
    key="target_plan",
    title="任务分解表",
    rows_are="县（市、区）或街道",
    rows_unit=Unit("个县区", synonyms=("县区", "县区数", "个县", "个街道", "街道数")),
    identity=("name",),
    twice="是同一县区（街道）",
    columns=(
        INDEX,
        Column(
            "name",
            "县(市)、区",
            "place",
            (
                "县(市、区)",
                "县市区",
                "县区",
                "区县",
                "县(市)区",
                "县(区)",
                "地区",
                "辖区",
                "单位名称",
                "街道",
                "街道名称",
                "镇(街道)",
                "乡镇(街道)",
            ),
        ),
        Column(
            "projects",
            "项目数",
            "count",
            ("改造项目数", "项目个数", "小区数", "改造小区数", "小区个数", "项目"),
            units=(Unit("个", synonyms=("个项目", "个小区")),),
            summed=True,
        ),
        BUILDINGS,
        FLOOR_AREA,
        HOUSEHOLDS,
        Column(
            "investment",
            "拟投入资金",
            "decimal",
            ("投资", "总投资", "计划投资", "投入资金", "拟投资", "估算投资", "投资额", "资金"),
            units=(
                Unit("元"),
                Unit("万元", Decimal(10000)),
                Unit("亿元", Decimal(100_000_000)),
            ),
            most=Decimal(10) ** 12,
            places=2,
            summed=True,
        ),
    ),
)

"""The annual plan table: one row is one community (临朐 附件3 and its like)."""

from __future__ import annotations

from decimal import Decimal

from records.rules.sheets import Column, SheetSpec, Unit

SQUARE_METRES = Unit("㎡", synonyms=("平方米", "m2", "平米", "平方"))
TEN_THOUSAND_SQUARE_METRES = Unit(
    "万㎡", Decimal(10000), synonyms=("万平方米", "万m2", "万平米", "万平方")
)

COMMUNITY_PLAN = SheetSpec(
    key="community_plan",
    title="年度改造计划表",
    rows_are="小区",
    rows_unit=Unit("个", synonyms=("小区", "小区数", "个小区", "改造小区", "项目数")),
    columns=(
        Column("index", "序号", "index", ("编号", "项次", "行次"), required=False),
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
        Column(
            "buildings",
            "改造楼栋数",
            "count",
            (
                "楼栋数",
                "栋数",
                "幢数",
                "楼栋",
                "楼幢数",
                "楼数",
                "改造栋数",
                "改造楼栋",
                "改造楼数",
            ),
            units=(Unit("栋", synonyms=("幢", "座")),),
            summed=True,
        ),
        Column(
            "households",
            "户数",
            "count",
            ("居民户数", "改造户数", "住户数", "总户数", "涉及户数", "惠及户数", "居民户"),
            units=(Unit("户"),),
            summed=True,
        ),
        Column(
            "floor_area",
            "建筑面积",
            "decimal",
            ("面积", "改造面积", "总建筑面积", "改造建筑面积", "房屋建筑面积"),
            units=(SQUARE_METRES, TEN_THOUSAND_SQUARE_METRES),
            places=2,
            summed=True,
        ),
    ),
)

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
        Column(
            "built_year",
            "建成年份",
            "year",
            ("建成年代", "建成时间", "建设年代", "建造年代", "竣工年份", "建筑年代"),
            required=False,
            hint="如 1998；只用来核对改造范围，不写入台账",
        ),
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

BILL = SheetSpec(
    key="bill_of_quantities",
    title="工程量清单",
    rows_are="清单项",
    rows_unit=Unit("项", synonyms=("清单项", "项数")),
    group="section",
    columns=(
        Column("index", "序号", "index", ("编号", "项次"), required=False),
        Column(
            "section",
            "分部工程",
            "text",
            ("分部", "分部分项", "单位工程", "楼栋", "部位", "工程部位", "专业工程"),
            required=False,
            fill_down=True,
            hint="分部或楼栋；合并单元格可以",
        ),
        Column("code", "项目编码", "text", ("清单编码", "编码", "清单编号"), required=False),
        Column(
            "name",
            "项目名称",
            "text",
            ("清单项目", "清单名称", "分项工程名称", "工程项目", "工作内容", "名称"),
        ),
        Column("feature", "项目特征", "text", ("项目特征描述", "规格", "做法"), required=False),
        Column("unit", "计量单位", "text", ("单位", "工程量单位"), hint="如 m、㎡、项"),
        Column(
            "quantity",
            "工程量",
            "decimal",
            ("数量", "工程数量", "清单工程量"),
            places=3,
        ),
        Column(
            "unit_price",
            "综合单价",
            "decimal",
            ("单价", "全费用综合单价"),
            units=(Unit("元"),),
            places=4,
            most=Decimal(10) ** 8,
        ),
        Column(
            "amount",
            "合价",
            "decimal",
            ("合计金额", "金额", "总价", "小计金额", "综合合价", "造价"),
            units=(Unit("元"), Unit("万元", Decimal(10000))),
            most=Decimal(10) ** 10,
            places=2,
            summed=True,
        ),
        Column(
            "content",
            "改造内容",
            "text",
            ("对应改造内容", "目录项", "改造内容项"),
            required=False,
            hint="方案目录中的名称或编号",
        ),
        Column(
            "payer",
            "承担单位",
            "text",
            ("专营单位", "出资单位", "承担方", "实施单位"),
            required=False,
            hint="由专营单位承担的写明单位",
        ),
    ),
)

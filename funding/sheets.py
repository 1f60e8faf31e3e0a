"""The funding table: one row per sum of money, allocated or received, by project and source."""

from __future__ import annotations

from decimal import Decimal

from funding.rules.sources import STANDARD
from records.rules.sheets import Column, SheetSpec, Unit

ACTS = {
    "allocation": ("下达", "安排", "拨付计划", "资金下达"),
    "receipt": ("到位", "到账", "收到", "资金到位"),
}
OTHER_WORDS = {
    "central_fiscal": ("中央财政", "中央补助", "中央财政补助资金", "中央资金"),
    "central_budget": ("中央预算内", "预算内投资", "中央预算内资金"),
    "province": ("省级", "省级补助资金", "省级财政", "省级资金", "省补"),
    "city": ("市级", "市级补助资金", "市级财政", "市级资金"),
    "district": ("县级", "区级", "县级财政", "区级财政", "县（市、区）财政", "地方配套", "县财政"),
    "bond": ("专项债", "债券", "专项债券资金"),
    "utility": ("专营单位出资", "管线单位", "专营企业"),
    "former_owner": ("原产权单位出资", "产权单位"),
    "social": ("社会资本", "社会力量"),
    "other": ("其他资金", "其它"),
}

FUNDING = SheetSpec(
    key="funding_table",
    title="资金下达到位表",
    rows_are="资金",
    rows_unit=Unit("笔", synonyms=("资金笔数", "笔数")),
    leads="project",
    columns=(
        Column("index", "序号", "index", ("编号", "项次"), required=False),
        Column(
            "project",
            "项目名称",
            "text",
            ("项目", "小区名称", "小区", "改造项目", "项目编号", "项目(小区)名称"),
            fill_down=True,
            hint="项目编号，或不重名的项目名称",
        ),
        Column(
            "source",
            "资金来源",
            "choice",
            ("来源", "资金类别", "资金渠道", "资金性质"),
            fill_down=True,
            choices={
                row.kind: (row.name, *OTHER_WORDS.get(row.kind, ()))
                for row in STANDARD
                if row.kind != "residents"
            },
        ),
        Column("act", "下达或到位", "choice", ("类型", "事项", "登记事项"), choices=ACTS),
        Column(
            "document",
            "文号或凭证号",
            "text",
            ("文号", "下达文号", "凭证号", "凭证", "指标文号", "文号(凭证号)"),
        ),
        Column("day", "日期", "date", ("下达日期", "到位日期", "到账日期", "发生日期")),
        Column(
            "amount",
            "金额",
            "decimal",
            ("资金", "资金金额", "下达金额", "到位金额"),
            units=(Unit("元"), Unit("万元", Decimal(10000)), Unit("亿元", Decimal(100_000_000))),
            most=Decimal(10) ** 11,
            places=2,
            summed=True,
        ),
    ),
)

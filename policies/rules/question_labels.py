"""What is asked of a person who tries a rule with facts: one word per field, as elsewhere."""

from __future__ import annotations

from itertools import product

_LAYERS = {"all": "全体", "participating": "参与", "agree": "同意"}
_MEASURES = {"heads": "人数（人）", "area": "面积（㎡）", "households": "户数（户）"}

LABELS: dict[str, str] = {
    f"Counts.{layer}_{measure}": f"{_LAYERS[layer]}{_MEASURES[measure]}"
    for layer, measure in product(_LAYERS, _MEASURES)
}
LABELS |= {
    "ApportionFacts.due": "居民应缴总额（元）",
    "Home.area": "建筑面积（㎡）",
    "Home.building": "楼栋",
    "Home.code": "房屋",
    "SharesFacts.area": "总建筑面积（㎡）",
    "SharesFacts.social": "社会资金（元）",
    "SharesFacts.stage": "用于",
    "CatalogueFacts.code": "清单编号",
    "Work.ends": "完工日",
    "Work.item": "改造内容",
    "Work.starts": "开工日",
    "StreamFacts.already": "此前已用（元）",
    "StreamFacts.area_code": "区划代码",
    "StreamFacts.total": "该项资金总额（元）",
    "StreamFacts.year": "年度",
    "FundFacts.balance": "现有余额（元），没有维修资金就不填",
    "FundFacts.first_deposit": "首期交存额（元）",
    "SharesFacts.households": "户数（户）",
    "SharesFacts.paid": "居民此前已缴（元）",
    "Cost.payer": "由谁出（规则留有选择时）",
    "RegisterFacts.done": "完成日",
    "actual": "实际造价（元）",
    "building": "楼栋",
    "buildings": "栋数",
    "cost": "总投资（元）",
    "done": "办结日",
    "households": "户数",
    "homes": "各户",
    "items": "改造内容",
    "works": "各项施工",
    "on": "算到哪一天",
    "period": "哪一期（年-月）",
    "posted": "张贴日",
    "received": "收到日",
    "start": "起算日",
    "unmarked": "未评的项",
    "unmet": "不达标的项",
}
WORDS: dict[str, dict[str, str]] = {
    "SharesFacts.stage": {"estimate": "预计", "due": "应缴", "final": "决算"},
}

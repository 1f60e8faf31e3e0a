"""What a fact key is, and the facts that say whether a community may be renovated, and when.

They are known of a community before any step is done: from the register, from a declaration with
its reason, or not at all. `vocabulary.FACTS` holds these together with the facts that steps report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FactKind:
    """A fact key that rules may read: label, unit, the kind of its value, who writes it."""

    key: str
    label: str
    unit: str
    # "bool" | "count" | "area" | "money" | "date" | "share" | "year" | "points" | "word" | "code"
    value: str
    writer: str
    # what the scope names: "round", "notice", "review", "checklist", "document", "register",
    # "score" or nothing
    scoped: str = ""
    words: Mapping[str, str] = field(default_factory=dict)  # what a "word" may be


PLACE_KINDS: dict[str, str] = {
    "street": "街道",
    "county_town": "县城（城关镇）",
    "town": "建制镇",
    "township": "乡",
    "other": "其他",
}

PROPERTY_KINDS: dict[str, str] = {
    "private": "居民私有",
    "public": "公有住房",
    "state_firm": "国有企事业单位",
    "ministry": "中央和省属机关",
    "army": "军队",
    "mixed": "混合",
}

BUILT_YEAR, BUILT_ON = "built.year", "built.on"
PLACE_CODE, PLACE_KIND = "place.code", "place.kind"


def _declared(key: str, label: str) -> FactKind:
    return FactKind(key, label, "", "bool", "renovation")


CANDIDATE_FACTS: tuple[FactKind, ...] = (
    FactKind(PLACE_CODE, "所在区划", "", "code", "districts"),
    FactKind(PLACE_KIND, "所在地类别", "", "word", "districts", words=PLACE_KINDS),
    _declared("place.centre", "位于中心城区"),
    FactKind(BUILT_YEAR, "建成年份", "年", "year", "districts"),
    FactKind(BUILT_ON, "建成日期", "", "date", "renovation"),
    FactKind("community.households", "户数", "户", "count", "districts"),
    FactKind("community.buildings", "楼栋数", "栋", "count", "districts"),
    FactKind("property.kind", "房屋权属类别", "", "word", "renovation", words=PROPERTY_KINDS),
    _declared("cluster.member", "位于组团连片范围内"),
    _declared("structure.safe", "房屋结构安全"),
    _declared("upkeep.lacking", "失养失修失管"),
    _declared("functions.lacking", "使用功能不齐全"),
    _declared("facilities.lacking", "配套设施不完备"),
    _declared("services.lacking", "社区服务设施不健全"),
    _declared("management.lacking", "物业管理不健全"),
    _declared("management.professional", "有专业化物业管理"),
    _declared("will.strong", "居民改造意愿强烈"),
    FactKind("will.share", "居民同意改造比例", "", "share", "renovation"),
    _declared("clearance.listed", "已列入棚户区改造计划"),
    _declared("expropriation.listed", "已列入征收计划"),
    FactKind("expropriation.planned_on", "计划征收日", "", "date", "renovation"),
    _declared("rebuild.planned", "拟拆除重建"),
    _declared("self_renewal.chosen", "居民自主更新（原拆原建）"),
    _declared("self_built.mainly", "以居民自建住房为主"),
    _declared("urban_village.member", "位于城中村"),
    _declared("trunk_works.only", "属与小区不直接相关的基础设施"),
    _declared("three_supplies.done", "已实施“三供一业”改造"),
    _declared("subsidy.eligible", "符合上级补助申请条件"),
    FactKind("application.received_on", "改造申请日", "", "date", "renovation"),
    FactKind("plan.year", "列入计划年度", "年", "year", "renovation"),
    FactKind("money.full_on", "居民资金全部到位日", "", "date", "funding"),
    FactKind("score.points", "评审得分", "分", "points", "renovation", "score"),
)

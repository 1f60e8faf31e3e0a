"""What the shape of a priority cannot say: its order, its weights, what it compares."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from common.shares import parse_share
from policies.loading import schema as s
from policies.loading import schema_eligibility as e
from policies.loading.collecting import Collector, keyed
from policies.loading.eligibility_checks import SEE_FACTS, check_conditions
from policies.loading.premise_checks import words_of
from policies.rules.fact_words import FactKind

SCORE = "score"
FITS = {
    "high": {"count", "area", "money", "share", "year", "points"},
    "low": {"count", "area", "money", "share", "year", "points"},
    "early": {"date", "year"},
    "late": {"date", "year"},
}


def check_priority(found: Collector, shape: s.PolicyShape, rule: e.PriorityShape) -> None:
    """Everything wrong with a priority."""
    found.unique(keyed_list(rule.items), "priority.items")
    found.unique(keyed_list(rule.scores), "priority.scores")
    orders = [item.order for item in rule.items]
    for order in sorted({one for one in orders if orders.count(one) > 1}):
        found.add(
            "priority.items",
            "两项标准的次序相同，谁先谁后无从判定",
            order,
            "每个 order 只出现一次",
            "改成不同的次序，或合并为一项得分",
        )
    for index, item in enumerate(rule.items):
        _item(found, shape, rule, item, f"priority.items[{index}]")
    _scores(found, shape, rule)


def keyed_list(rows: list[e.RankShape] | list[e.ScoreShape]) -> list[str]:
    """The keys with their repetitions."""
    return [row.key for row in rows]


def _item(
    found: Collector, shape: s.PolicyShape, rule: e.PriorityShape, item: e.RankShape, path: str
) -> None:
    check_conditions(found, shape, item.conditions, f"{path}.conditions")
    if item.better == "meets":
        if not item.conditions or item.fact:
            found.add(path, "better: meets 写 conditions，不写 fact", item.fact, "conditions")
        return
    if item.fact == SCORE:
        _by_score(found, rule, item, path)
        return
    kinds = words_of(shape).kinds
    if found.known(item.fact, kinds, f"{path}.fact", "事实键", SEE_FACTS):
        _by_fact(found, kinds[item.fact], item, path)


def _by_score(found: Collector, rule: e.PriorityShape, item: e.RankShape, path: str) -> None:
    if not rule.scores:
        found.add(f"{path}.fact", "按得分排序却没有评分项", SCORE, "在 scores 中列出")
    elif item.better not in {"high", "low"}:
        found.add(f"{path}.better", "得分只分高低", item.better, "high 或 low")


def _by_fact(found: Collector, kind: FactKind, item: e.RankShape, path: str) -> None:
    if kind.scoped:
        found.add(f"{path}.fact", f"“{kind.label}”分对象，不能直接排序", item.fact, SCORE)
    elif kind.value not in FITS[item.better]:
        fits = "、".join(sorted(FITS[item.better]))
        found.add(f"{path}.better", f"“{kind.label}”不能这样排序", item.better, f"{fits} 类的事实")


def _scores(found: Collector, shape: s.PolicyShape, rule: e.PriorityShape) -> None:
    if not rule.scores:
        return
    if not any(item.fact == SCORE for item in rule.items):
        found.add("priority.scores", "列了评分项却没有按得分排序的标准", "", "一项 fact: score")
    whole = Fraction(0)
    for index, row in enumerate(rule.scores):
        path = f"priority.scores[{index}]"
        if found.share(row.weight, f"{path}.weight"):
            weight = parse_share(row.weight)
            whole += weight
            if not weight:
                found.add(f"{path}.weight", "权重为零的评分项不起作用", row.weight, "大于 0")
        _score(found, shape, row, path)
    if whole != 1:
        found.add("priority.scores", "权重合计不等于 1", str(whole), "1", "调整各项 weight")


def _score(found: Collector, shape: s.PolicyShape, row: e.ScoreShape, path: str) -> None:
    full = Decimal(row.full)
    if full <= 0:
        found.add(f"{path}.full", "满分应大于零", row.full, "大于 0 的分数")
    if bool(row.bands) == bool(row.given_by):
        found.add(path, "bands 与 given_by 应写且只写一个", row.given_by, "分档，或评分单位")
    if row.given_by:
        found.known(row.given_by, keyed(shape.units), f"{path}.given_by", "单位")
    if row.bands and row.otherwise is None:
        found.add(f"{path}.otherwise", "没有写各档都不满足时得几分", "", '如 "0"')
    marks = [(f"{path}.bands[{n}]", band.points) for n, band in enumerate(row.bands)]
    for where, points in (*marks, (f"{path}.otherwise", row.otherwise or "0")):
        if Decimal(points) > full:
            found.add(where, "得分超过满分", points, f"不超过 {row.full}")
    for number, band in enumerate(row.bands):
        check_conditions(found, shape, band.conditions, f"{path}.bands[{number}].conditions")

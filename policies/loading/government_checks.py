"""Government money: steps in an order that can be worked, levels and places that are declared."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.shares import parse_share
from policies.loading import schema_government as s
from policies.loading.collecting import Collector, keyed
from policies.loading.money_checks import check_parts, check_tags
from policies.loading.schema import PolicyShape
from policies.loading.stream_checks import check_streams
from policies.loading.tier_checks import check_tiers
from policies.rules.tier_model import PAID, Span
from policies.rules.vocabulary import SOURCES


def check_government(found: Collector, shape: PolicyShape) -> None:
    """Problems of `government`, `streams`, `spreads` and `fund`."""
    if shape.government:
        rule = shape.government
        found.unique((row.key for row in rule.levels), "government.levels")
        found.unique((row.key for row in rule.places), "government.places")
        found.unique((row.key for row in rule.steps), "government.steps")
        for index, level in enumerate(rule.levels):
            for source in level.sources:
                found.known(source, SOURCES, f"government.levels[{index}].sources", "资金来源")
        _places(found, shape, rule)
        _order(found, rule)
        for index, step in enumerate(rule.steps):
            path = f"government.steps[{index}]"
            found.known(step.pays, keyed(rule.levels), f"{path}.pays", "财政层级")
            CHECKS[step.step](found, shape, rule, step, path)
    check_streams(found, shape)


def _places(found: Collector, shape: PolicyShape, rule: s.GovernmentShape) -> None:
    seen: dict[str, str] = {}
    for index, place in enumerate(rule.places):
        path = f"government.places[{index}].areas"
        for code in place.areas:
            if not code.startswith(shape.place):
                found.add(path, "不在本政策所管的地方", code, f"以 {shape.place} 起头的区划代码")
            for other, name in seen.items():
                if code.startswith(other) or other.startswith(code):
                    found.add(path, f"这个地方已列在“{name}”", code, "每个地方只属一类")
            seen[code] = place.name


def _order(found: Collector, rule: s.GovernmentShape) -> None:
    """A base comes first, a split after it, each once."""
    kinds = [step.step for step in rule.steps]
    for kind in ("base", "split", "rest"):
        if kinds.count(kind) > 1:
            found.add("government.steps", f"“{kind}”至多一步", kinds.count(kind), "1")
    if "base" in kinds and kinds.index("base") > 0:
        found.add("government.steps", "“base”应是第一步", kinds.index("base") + 1, "1")
    for kind in ("split", "adjust"):
        if kind in kinds and "base" not in kinds:
            found.add(
                "government.steps",
                f"“{kind}”之前没有“base”，没有可分、可增减的数",
                kind,
                "先写 base",
            )
    if "base" in kinds and "rest" in kinds:
        found.add("government.steps", "“base”与“rest”只写一个", "base、rest", "其一")


def _payers(shape: PolicyShape, *, without: str = "") -> set[str]:
    if shape.shares is None:
        return set()
    return {payer.key for payer in shape.shares.payers if payer.kind != without}


def _base(
    found: Collector, shape: PolicyShape, _rule: s.GovernmentShape, x: s.BaseShape, path: str
) -> None:
    if (x.counts == "standard") != (x.standard is not None):
        found.add(
            f"{path}.standard", "counts 为 standard 时写 standard，否则不写", x.standard or "", "元"
        )
    if x.counts == "standard" and (x.at_least or x.at_most):
        found.add(path, "按标准计的基数没有上下限", "", "删去 at_least、at_most")
    if x.at_least and x.at_most and Decimal(x.at_least) > Decimal(x.at_most):
        found.add(f"{path}.at_least", "下限高于上限", x.at_least, f"不高于 {x.at_most}")
    if x.at_most and not x.overflow_to:
        found.add(
            f"{path}.overflow_to",
            "上限之外没有写由谁承担",
            "",
            "、".join(sorted(_payers(shape, without="government"))) or "shares.payers 中的出资方",
            "写明超出部分的承担方",
        )
    if x.overflow_to:
        allowed = _payers(shape, without="government")
        found.known(x.overflow_to, allowed, f"{path}.overflow_to", "出资方", "超出部分必须有人承担")
        if not x.at_most:
            found.add(f"{path}.overflow_to", "没有上限就没有超出部分", x.overflow_to, "写 at_most")
    _needs_shares(found, shape, x.of, path)


def _needs_shares(found: Collector, shape: PolicyShape, of: str, path: str) -> None:
    if of == "government" and shape.shares is None:
        found.add(f"{path}.of", "政策没有 shares，财政应承担的部分无从算起", of, "total")


def _split(
    found: Collector, _shape: PolicyShape, rule: s.GovernmentShape, x: s.SplitShape, path: str
) -> None:
    places, named = keyed(rule.places), set[str]()
    for index, row in enumerate(x.rows):
        where = f"{path}.rows[{index}]"
        check_parts(found, row.parts, keyed(rule.levels), f"{where}.parts", "财政层级")
        for place in row.places:
            found.known(place, places, f"{where}.places", "地方类型")
            if place in named:
                found.add(f"{where}.places", "这类地方已有一行", place, "每类只写一行")
            named.add(place)
        if not row.places and index < len(x.rows) - 1:
            found.add(where, "不写 places 的一行管其余各地，应在最后", "", "移到最后")
    missing = {one.key for one in rule.places if not one.undecided} - named
    if missing and x.rows[-1].places:
        found.add(
            f"{path}.rows",
            "有的地方没有分担比例",
            "、".join(sorted(missing)),
            "每类地方一行，或最后写一行不带 places 的",
        )


def _adjust(
    found: Collector, shape: PolicyShape, rule: s.GovernmentShape, x: s.AdjustShape, path: str
) -> None:
    allowed = (_payers(shape, without="government") | keyed(rule.levels)) - {x.pays}
    remedy = "增减的部分必须有另一方或另一级对应"
    found.known(x.against, allowed, f"{path}.against", "出资方或财政层级", remedy)
    for index, row in enumerate(x.tiers):
        where = f"{path}.tiers[{index}]"
        if row.adds and row.takes:
            found.add(where, "adds 与 takes 只写一个", f"{row.adds}、{row.takes}", "其一")
        for text in filter(None, (row.adds, row.takes)):
            found.share(text, where)
    paid = x.measure == PAID
    if not paid and not x.measure_name:
        remedy = "写 measure_name，如“建筑面积”"
        found.add(f"{path}.measure_name", "没有写明按什么分档", x.measure, "这个数的名称", remedy)
    number = parse_share if paid else Fraction
    spans = check_tiers(found, x.tiers, f"{path}.tiers", number, whole=x.whole)
    if paid and spans and not (spans[0].holds(Fraction(0)) and spans[-1].holds(Fraction(1))):
        found.add(
            f"{path}.tiers",
            "到位率从 0 到 1 都应落在某一档",
            f"{_low(spans[0])} 至 {_high(spans[-1])}",
            "首档含 0，末档含 1",
        )


def _low(span: Span) -> str:
    return "0" if span.lower is None else str(span.lower)


def _high(span: Span) -> str:
    return "1" if span.upper is None else str(span.upper)


def _on_time(
    found: Collector, shape: PolicyShape, rule: s.GovernmentShape, x: s.OnTimeShape, path: str
) -> None:
    found.known(x.of, keyed(rule.levels), f"{path}.of", "财政层级")
    if x.of == x.pays:
        found.add(f"{path}.of", "奖补不能由同一级付给自己", x.of, "另一层级")
    found.share(x.share, f"{path}.share")
    for place in x.places:
        found.known(place, keyed(rule.places), f"{path}.places", "地方类型")
    found.unique((one.group for one in x.groups), f"{path}.groups")
    if x.until is None and not x.procedure_step:
        found.add(path, "没有写明时限", "", "until 写日期，或 procedure_step 写办理步骤的键")
    if x.procedure_step:
        steps = shape.procedure.steps if shape.procedure else []
        dated = {one.key for one in steps if one.deadline}
        where = f"{path}.procedure_step"
        found.known(x.procedure_step, dated, where, "有期限的办理步骤")


def _reimburse(
    found: Collector, shape: PolicyShape, _rule: s.GovernmentShape, x: s.ReimburseShape, path: str
) -> None:
    found.known(x.of, _payers(shape), f"{path}.of", "出资方")
    if bool(x.share) == bool(x.undecided):
        found.add(path, "share 与 undecided 应写且只写一个", "", "比例，或没有写比例的原因")
    for field in ("share", "at_most"):
        if text := getattr(x, field):
            found.share(text, f"{path}.{field}")
    check_tags(found, shape, x.outside, f"{path}.outside")


def _tiers(
    found: Collector, _shape: PolicyShape, _rule: s.GovernmentShape, x: s.TierStepShape, path: str
) -> None:
    check_tiers(found, x.tiers, f"{path}.tiers", Fraction, whole=x.whole)


def _rest(
    found: Collector, shape: PolicyShape, _rule: s.GovernmentShape, x: s.RestShape, path: str
) -> None:
    _needs_shares(found, shape, x.of, path)


Check = Callable[[Collector, PolicyShape, s.GovernmentShape, Any, str], None]
CHECKS: dict[str, Check] = {
    "base": _base,
    "split": _split,
    "adjust": _adjust,
    "on_time": _on_time,
    "reimburse": _reimburse,
    "tiers": _tiers,
    "rest": _rest,
}

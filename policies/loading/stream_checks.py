"""Streams, spreads, the fund and stated figures: known uses, whole weights, something said."""

from __future__ import annotations

from fractions import Fraction

from common.shares import parse_share
from policies.loading.collecting import Collector
from policies.loading.money_checks import check_tags
from policies.loading.schema import PolicyShape
from policies.loading.schema_streams import SpreadShape, StreamShape
from policies.rules.vocabulary import SOURCES


def check_streams(found: Collector, shape: PolicyShape) -> None:
    """Problems of `streams`, `spreads`, `fund`."""
    for index, stream in enumerate(shape.streams):
        _stream(found, shape, stream, f"streams[{index}]")
    for index, spread in enumerate(shape.spreads):
        _spread(found, spread, f"spreads[{index}]")
    if shape.fund:
        found.share(shape.fund.flag_below, "fund.flag_below")


def _stream(found: Collector, shape: PolicyShape, x: StreamShape, path: str) -> None:
    found.known(x.source, SOURCES, f"{path}.source", "资金来源")
    for field in ("uses", "forbids", "apart"):
        check_tags(found, shape, getattr(x, field), f"{path}.{field}")
    if both := sorted(set(x.uses) & set(x.forbids)):
        found.add(f"{path}.forbids", "同一用途既许可又禁止", "、".join(both), "只写在一处")
    if len(set(x.apart)) == 1:
        found.add(f"{path}.apart", "分类申报至少两类", x.apart[0], "两类以上")
    if x.at_most:
        found.share(x.at_most, f"{path}.at_most")
    if x.years and x.years.last < x.years.first:
        found.add(f"{path}.years", "末年早于首年", x.years.last, f"不早于 {x.years.first}")
    if not (x.uses or x.forbids or x.at_most or x.years or x.areas or x.apart):
        found.add(
            path,
            "这项资金规则什么也没有规定",
            x.key,
            "uses、forbids、at_most、years、areas、apart 至少一项",
        )


def _spread(found: Collector, x: SpreadShape, path: str) -> None:
    found.unique((one.key for one in x.factors), f"{path}.factors")
    given = [one.weight for one in x.factors if one.weight is not None]
    if not given:
        return
    if len(given) < len(x.factors):
        found.add(f"{path}.factors", "权重要么都写，要么都不写", len(given), str(len(x.factors)))
        return
    readable = [found.share(text, f"{path}.factors") for text in given]
    if all(readable):
        whole = sum(map(parse_share, given), Fraction(0))
        if whole != 1:
            found.add(f"{path}.factors", "各因素权重合计不等于 1", str(whole), "1")

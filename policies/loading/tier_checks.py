"""A tier table has no hole and no overlap, and its rows rise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from policies.loading.build_government import span_of
from policies.loading.collecting import Collector
from policies.loading.schema_government import SpanShape
from policies.rules.tier_model import Span


def check_tiers(
    found: Collector,
    rows: Sequence[SpanShape],
    path: str,
    number: Callable[[str], Fraction],
    *,
    whole: bool = False,
) -> list[Span]:
    """The spans of a table; an empty list when a row cannot be read."""
    readable = [_readable(found, row, f"{path}[{n}]", number) for n, row in enumerate(rows)]
    if not all(readable):
        return []
    spans = [span_of(row, number) for row in rows]
    for index, span in enumerate(spans):
        where = f"{path}[{index}]"
        if span.empty:
            found.add(where, "没有一个数落在这一档", span_words(span), "下限低于上限")
        if whole and any(
            bound is not None and bound.denominator != 1 for bound in (span.lower, span.upper)
        ):
            found.add(where, "按整数计的分档，界限应为整数", span_words(span), "整数")
    for index, (low, high) in enumerate(pairwise(spans), start=1):
        _joint(found, low, high, f"{path}[{index}]", whole=whole)
    return spans


def span_words(span: Span) -> str:
    """≥1、<4."""
    lower = "" if span.lower is None else f"{'≥' if span.lower_in else '>'}{span.lower}"
    upper = "" if span.upper is None else f"{'≤' if span.upper_in else '<'}{span.upper}"
    return "、".join(part for part in (lower, upper) if part) or "不限"


def _readable(
    found: Collector, row: SpanShape, path: str, number: Callable[[str], Fraction]
) -> bool:
    fine = True
    for pair, word in ((("from_", "over"), "下限"), (("to", "below"), "上限")):
        given = [text for name in pair if (text := getattr(row, name)) is not None]
        if len(given) > 1:
            names = "、".join(name.rstrip("_") for name in pair)
            found.add(path, f"{word}写了两个", "、".join(given), f"{names} 只写一个")
            fine = False
        for text in given:
            try:
                number(text)
            except ValueError:
                found.add(path, f"{word}不是这张表的数", text, "与其他各档同样写法")
                fine = False
    return fine


def _joint(found: Collector, low: Span, high: Span, path: str, *, whole: bool) -> None:
    """Two neighbours meet exactly once."""
    words = f"{span_words(low)} 与 {span_words(high)}"
    if low.upper is None or high.lower is None:
        found.add(path, "分档重叠：只有首档可不设下限、末档可不设上限", words, "写明相接的界限")
        return
    upper, lower = low.upper, high.lower
    if whole:
        upper = upper if low.upper_in else upper - 1
        lower = lower if high.lower_in else lower + 1
        overlap, hole = lower <= upper, lower > upper + 1
    else:
        overlap = lower < upper or (lower == upper and low.upper_in and high.lower_in)
        hole = lower > upper or (lower == upper and not low.upper_in and not high.lower_in)
    if overlap:
        found.add(path, "分档重叠：有的数落在两档", words, "前一档的上限与后一档的下限相接")
    if hole:
        found.add(path, "分档有缺口：有的数不在任何一档", words, "前一档的上限与后一档的下限相接")

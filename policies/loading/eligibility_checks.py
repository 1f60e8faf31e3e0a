"""What the shape of eligibility and quotas cannot say: facts, windows, holes, bounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from policies.loading import schema as s
from policies.loading import schema_eligibility as e
from policies.loading.build_eligibility import ONE_DAY, window_span
from policies.loading.collecting import Collector
from policies.loading.premise_checks import Words, words_of
from policies.rules.fact_values import parse_value
from policies.rules.fact_words import PLACE_KINDS, FactKind

SEE_FACTS = "见 docs/policies.md 的事实表"
ORDERED = {"count", "area", "money", "share", "year", "points", "date"}
EQUAL_ONLY = {"bool", "word"}


def check_eligibility(found: Collector, shape: s.PolicyShape) -> None:
    """Everything wrong with eligibility and quotas."""
    found.unique((rule.key for rule in shape.eligibility), "eligibility")
    found.unique((rule.key for rule in shape.quotas), "quotas")
    renovating = [rule.key for rule in shape.eligibility if rule.grants == "renovation"]
    if len(renovating) > 1:
        found.add(
            "eligibility",
            "能否改造只能由一条规则回答",
            "、".join(renovating),
            "至多一条 grants: renovation",
            "合并为一条，或把其余的改为 grants: money",
        )
    for index, rule in enumerate(shape.eligibility):
        path = f"eligibility[{index}].criteria"
        found.unique((one.key for one in rule.criteria), path)
        for number, one in enumerate(rule.criteria):
            _criterion(found, shape, one, f"{path}[{number}]")
    for index, quota in enumerate(shape.quotas):
        _quota(found, shape, quota, f"quotas[{index}]")


def check_conditions(
    found: Collector, shape: s.PolicyShape, rows: Sequence[e.ConditionShape], path: str
) -> None:
    """Facts that exist, values that fit them, operators that mean something."""
    for index, row in enumerate(rows):
        where = f"{path}[{index}]"
        words = words_of(shape)
        if found.known(row.fact, words.kinds, f"{where}.fact", "事实键", SEE_FACTS):
            _scope(found, words, row, where)
            _operator(found, words.kinds[row.fact], row, where)
            _values(found, words.kinds[row.fact], row, where)


def _criterion(found: Collector, shape: s.PolicyShape, one: e.CriterionShape, path: str) -> None:
    match one:
        case e.PlaceShape():
            _place(found, shape, one, path)
        case e.BuiltShape():
            _windows(found, shape, one.windows, f"{path}.windows")
        case e.RequiresShape():
            check_conditions(found, shape, one.conditions, f"{path}.conditions")
        case e.ExclusionsShape():
            found.unique((row.fact for row in one.rows), f"{path}.rows")
            for index, row in enumerate(one.rows):
                _typed(found, shape, row.fact, "bool", f"{path}.rows[{index}].fact")
        case e.AheadShape():
            _typed(found, shape, one.listed, "bool", f"{path}.listed")
            _typed(found, shape, one.planned_on, "date", f"{path}.planned_on")
            _typed(found, shape, one.counted_from, "date", f"{path}.counted_from")
            _conflict(found, shape, one.conflict, path)


def _place(found: Collector, shape: s.PolicyShape, one: e.PlaceShape, path: str) -> None:
    if not one.areas and not one.kinds:
        found.add(path, "没有写明哪些地方在范围内", "", "areas 或 kinds 至少写一项")
    for kind in one.kinds:
        found.known(kind, PLACE_KINDS, f"{path}.kinds", "地方类别")
    for code in one.areas:
        if not code.startswith(shape.place):
            found.add(f"{path}.areas", "区划不在本政策施行地内", code, f"以 {shape.place} 起头")


def _windows(
    found: Collector, shape: s.PolicyShape, rows: Sequence[e.WindowShape], path: str
) -> None:
    found.unique((row.key for row in rows), path)
    spans = []
    for index, row in enumerate(rows):
        where = f"{path}[{index}]"
        check_conditions(found, shape, row.provided, f"{where}.provided")
        _conflict(found, shape, row.conflict, where)
        if row.provided and row.answer == row.otherwise:
            found.add(
                f"{where}.otherwise",
                "条件满足与否答案相同，条件不起作用",
                row.otherwise,
                "与 answer 不同的答案",
            )
        if _edges_clash(found, row, where):
            return
        first, last = window_span(row)
        if first and last and last < first:
            found.add(where, "窗口止于起始之前", f"{first} 至 {last}", "止日不早于起日")
            return
        spans.append((first or date.min, last or date.max, row.key))
    _seamless(found, sorted(spans), path)


def _edges_clash(found: Collector, row: e.WindowShape, where: str) -> bool:
    """Both an inclusive and an exclusive edge on the same side."""
    clash = False
    for one, other in (("from", "after"), ("to", "before")):
        inner = row.from_ if one == "from" else row.to
        if inner is not None and getattr(row, other) is not None:
            found.add(f"{where}.{other}", f"{one} 与 {other} 只能写一个", getattr(row, other), one)
            clash = True
    return clash


def _seamless(found: Collector, spans: list[tuple[date, date, str]], path: str) -> None:
    """Every day of building lies in exactly one window."""
    for (_, end, left), (start, _, right) in pairwise(spans):
        if start <= end:
            found.add(
                path,
                f"窗口“{left}”与“{right}”重叠",
                f"{start} 至 {end}",
                "每一天只落在一个窗口",
                "改用 before、after 排除边界的年份，或改动起止",
            )
        elif start > end + ONE_DAY:
            found.add(
                path,
                f"窗口“{left}”与“{right}”之间有缺口",
                f"{end + ONE_DAY} 至 {start - ONE_DAY}",
                "每一天都有答案",
                "文件没有写到的年份写成 answer: decide 的窗口，并记录冲突",
            )
    if spans and (spans[0][0] != date.min or spans[-1][1] != date.max):
        found.add(
            path,
            "最早或最晚的建成时间没有答案",
            f"{spans[0][2]}、{spans[-1][2]}",
            "首个窗口不写起、末个窗口不写止",
            "补上最早、最晚两端的窗口",
        )


def _quota(found: Collector, shape: s.PolicyShape, quota: e.QuotaShape, path: str) -> None:
    check_conditions(found, shape, quota.conditions, f"{path}.conditions")
    bounds = [text for text in (quota.at_most, quota.at_least) if text is not None]
    if len(bounds) != 1:
        found.add(path, "at_most 与 at_least 应写且只写一个", "、".join(bounds), '如 "20%"')
    for name in ("at_most", "at_least"):
        text = getattr(quota, name)
        if text is not None:
            found.share(text, f"{path}.{name}")


def _typed(found: Collector, shape: s.PolicyShape, fact: str, wanted: str, path: str) -> None:
    kinds = words_of(shape).kinds
    if found.known(fact, kinds, path, "事实键", SEE_FACTS) and kinds[fact].value != wanted:
        found.add(path, "事实的类型不合", f"{fact}（{kinds[fact].value}）", f"{wanted} 类的事实")


def _conflict(found: Collector, shape: s.PolicyShape, key: str, path: str) -> None:
    if key:
        found.known(key, {one.id for one in shape.conflicts}, f"{path}.conflict", "冲突")


def _scope(found: Collector, words: Words, row: e.ConditionShape, path: str) -> None:
    kind = words.kinds[row.fact]
    if kind.scoped:
        found.known(row.scope, words.scopes[kind.scoped], f"{path}.scope", "对象")
    elif row.scope:
        found.add(f"{path}.scope", f"“{kind.label}”不分对象", row.scope, "不写 scope")


def _operator(found: Collector, kind: FactKind, row: e.ConditionShape, path: str) -> None:
    allowed = {"=", "under"} if kind.value == "code" else {"="}
    if kind.value in ORDERED:
        allowed |= {">=", ">", "<=", "<"}
    if row.operator not in allowed:
        words = "、".join(sorted(allowed))
        found.add(f"{path}.operator", f"“{kind.label}”不能这样比较", row.operator, words)
    if row.one_of and row.operator not in {"=", "under"}:
        found.add(f"{path}.one_of", "大小比较只对一个值", row.operator, "value")


def _values(found: Collector, kind: FactKind, row: e.ConditionShape, path: str) -> None:
    if row.value and row.one_of:
        found.add(f"{path}.one_of", "value 与 one_of 只能写一个", row.value, "其中之一")
    if not row.value and not row.one_of and kind.value != "bool":
        found.add(f"{path}.value", f"没有写“{kind.label}”与什么比较", "", "value 或 one_of")
        return
    for text in row.one_of or ([row.value] if row.value else []):
        try:
            parse_value(kind, text)
        except ValueError as error:
            found.add(f"{path}.value", str(error), text)

"""Checks of own facts, conditions, tracks, lists: known words, fitting values, never impossible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policies.loading import schema as s
from policies.loading import schema_premises as c
from policies.loading.build_premises import own_fact, premises
from policies.loading.collecting import Collector, keyed
from policies.loading.shapes import Layered
from policies.rules.fact_values import parse_value
from policies.rules.fact_words import FactKind
from policies.rules.premises import impossible
from policies.rules.vocabulary import FACTS

NUMERIC = {"count", "area", "money", "share"}
ONE_WORD = {"bool", "word", "code"}


@dataclass(frozen=True, slots=True)
class Words:
    """What a file's references may lead to."""

    kinds: dict[str, FactKind]
    scopes: dict[str, set[str]]
    tracks: set[str]
    lists: set[str]


def words_of(shape: s.PolicyShape) -> Words:
    """Every key of the file, and the facts of product and policy together."""
    steps = shape.procedure.steps if shape.procedure else []
    scopes = {
        "round": stated(shape, "rounds"),
        "notice": stated(shape, "notices"),
        "review": stated(shape, "reviews"),
        "score": keyed(shape.priority.scores) if shape.priority else set(),
        "checklist": keyed(shape.checklists),
        "register": keyed(shape.registers),
        "document": {document.key for step in steps for document in step.documents},
    }
    own = {one.key: own_fact(one).kind for one in shape.facts}
    return Words(FACTS | own, scopes, keyed(shape.tracks), keyed(shape.item_lists))


def stated(shape: s.PolicyShape, field: Layered) -> set[str]:
    """Keys that the file states, and those that it leaves to a wider layer by name."""
    return keyed(getattr(shape, field)) | set(shape.wider.get(field, ()))


def check_terms(found: Collector, shape: s.PolicyShape, words: Words) -> None:
    """Everything wrong with own facts, tracks, item lists and checklists."""
    steps = keyed(shape.procedure.steps) if shape.procedure else set()
    for index, fact in enumerate(shape.facts):
        _own_fact(found, shape, fact, steps, f"facts[{index}]")
    for index, track in enumerate(shape.tracks):
        check_premises(found, track.when, words, f"tracks[{index}].when")
    _track_circles(found, shape.tracks)
    items = {f"{p.aspect}/{p.level}/{one.code}" for p in shape.catalogue for one in p.items}
    for index, listed in enumerate(shape.item_lists):
        for number, key in enumerate(listed.items):
            found.known(key, items, f"item_lists[{index}].items[{number}]", "改造内容")
    for index, checklist in enumerate(shape.checklists):
        path = f"checklists[{index}]"
        found.unique((one.key for one in checklist.items), f"{path}.items")
        if checklist.at_least is not None and checklist.at_least > len(checklist.items):
            most = f"不多于 {len(checklist.items)}"
            found.add(f"{path}.at_least", "须达标的项数多于清单项数", checklist.at_least, most)


def _own_fact(
    found: Collector, shape: s.PolicyShape, fact: c.OwnFactShape, steps: set[str], path: str
) -> None:
    found.known(fact.owed_by, keyed(shape.units), f"{path}.owed_by", "单位")
    found.unique((one.key for one in fact.options), f"{path}.options")
    if fact.step:
        found.known(fact.step, steps, f"{path}.step", "步骤")
    if fact.place_type:
        places = shape.government.places if shape.government else []
        said = {one.key for one in places if not one.undecided}
        remedy = "写 government.places 中归属已定的键"
        found.known(fact.place_type, said, f"{path}.place_type", "地方类型", remedy)
        if fact.value != "bool":
            found.add(f"{path}.value", "由所在地方得出的只能是“是否”", fact.value, "bool")
    if (fact.value == "word") != (len(fact.options) > 1):
        expected = "word 至少列两个 options，其余不列"
        found.add(f"{path}.options", "选项与类别不合", len(fact.options), expected)


def check_premises(
    found: Collector, rows: Sequence[c.PremiseShape], words: Words, path: str
) -> None:
    """Everything wrong with one list of conditions, and whether it can hold at all."""
    before = len(found.problems)
    for index, row in enumerate(rows):
        _condition(found, row, words, f"{path}[{index}]")
    if len(found.problems) == before and rows:
        words_apart = impossible(premises(rows), words.kinds)
        if words_apart:
            remedy = "去掉互相矛盾的一条"
            found.add(path, "条件互相矛盾，永远不成立", words_apart, "能同时成立的条件", remedy)


def _condition(found: Collector, row: c.PremiseShape, words: Words, path: str) -> None:
    given = [name for name in ("fact", "track", "within", "outside") if getattr(row, name)]
    if len(given) != 1:
        expected = "fact、track、within、outside 中写且只写一个"
        found.add(path, "看不出条件问的是什么", "、".join(given), expected)
    elif row.track:
        found.known(row.track, words.tracks, f"{path}.track", "简化审批条件")
    elif row.fact:
        _of_fact(found, row, words, path)
    else:
        name = row.within or row.outside
        found.known(name, words.lists, f"{path}.{given[0]}", "豁免清单")


def _of_fact(found: Collector, row: c.PremiseShape, words: Words, path: str) -> None:
    if not found.known(row.fact, words.kinds, f"{path}.fact", "事实键", REMEDY):
        return
    kind = words.kinds[row.fact]
    check_scope(found, kind, row.scope, words, path)
    values = row.one_of or ([row.value] if row.value else ["true"] * (kind.value == "bool"))
    if not values or (row.one_of and row.value):
        found.add(path, "value 与 one_of 应写且只写一个", row.value, "一个取值，或一组取值")
        return
    if row.one_of and row.operator != "=":
        found.add(f"{path}.one_of", "大小比较只对一个值", row.operator, "value")
    if kind.value in ONE_WORD and row.operator != "=":
        found.add(f"{path}.operator", "是否类和列举类的事实只能用 =", row.operator, "=")
    for text in values:
        check_value(found, kind, text, f"{path}.{'one_of' if row.one_of else 'value'}")


REMEDY = "见 docs/policies.md 的事实表，或在 facts 中列出"


def check_scope(found: Collector, kind: FactKind, scope: str, words: Words, path: str) -> bool:
    """Whether the object of a scoped fact is known, and none is named where there is none."""
    if kind.scoped:
        return found.known(scope, words.scopes[kind.scoped], f"{path}.scope", "对象")
    if scope:
        found.add(f"{path}.scope", f"“{kind.label}”不分对象", scope, "不写 scope")
    return not scope


def check_value(found: Collector, kind: FactKind, text: str, path: str) -> None:
    """Whether text is an exact value of this kind."""
    try:
        parse_value(kind, text)
    except ValueError as error:
        found.add(path, str(error), text, "、".join(kind.words))


def _track_circles(found: Collector, tracks: Sequence[c.TrackShape]) -> None:
    needs = {one.key: {row.track for row in one.when if row.track} for one in tracks}
    for index, track in enumerate(tracks):
        reached, todo = set[str](), set(needs[track.key])
        while todo:
            key = todo.pop()
            reached.add(key)
            todo |= needs.get(key, set()) - reached
        if track.key in reached:
            found.add(f"tracks[{index}].when", "条件绕回自身", track.key, "不引用自身的条件")

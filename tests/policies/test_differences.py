"""Two policies compared: nothing named twice, nothing left out, every change weighed."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import combinations, product
from typing import Any, get_type_hints

import pytest

from common.explanations import Clause
from policies.rules.differences import by_theme, differences
from policies.rules.field_labels import THEMES
from policies.rules.field_words import label
from policies.rules.model import DocumentNeed, Gate, Policy
from policies.rules.money_model import Part
from policies.rules.weighing import Kind, opposite
from tests.factories.policies import parsed

LINQU = parsed("linqu-2024").policy
YUEQING = parsed("yueqing-2023").policy
NATIONAL = parsed("national").policy
SHIPPED = (LINQU, YUEQING, NATIONAL)
PAIRS = list(product(SHIPPED, SHIPPED))
# What tells rows apart, and what is gathered from the same policy's other values.
IDENTITIES = {"key", "id", "payer", "numerator", "measure", "code"}
DERIVED = {
    "Procedure.checklists",
    "Procedure.issued",
    "Procedure.limits",
    "Procedure.obligations",
    "Procedure.terms",
    "Conflict.clauses",
    "Clause.paraphrase",
    "GovernmentRule.payer_names",
    "SharesRule.tag_names",
    "SharesRule.utility_lines",
    "StreamRule.tag_names",
}


OTHERS = (
    (bool, lambda value: not value),
    (Enum, lambda value: next(one for one in type(value) if one is not value)),
    (date, lambda value: value + timedelta(days=1)),
    (int | Decimal, lambda value: value + 1),
    (Fraction, lambda value: value / 2 + Fraction(1, 7)),
    (str, lambda value: str(int(value) + 1) if value.isdecimal() else f"{value}改"),
)


def other(value):
    """A value that differs, of the same kind; None where there is none to try."""
    return next((turn(value) for kind, turn in OTHERS if isinstance(value, kind)), None)


def changed(value: Any, owner="") -> Iterator[Any]:
    """The value with one leaf of it changed, for every leaf."""
    if is_dataclass(value):
        name = type(value).__name__
        for field in fields(value):
            if f"{name}.{field.name}" in DERIVED or field.name in IDENTITIES:
                continue
            for one in changed(getattr(value, field.name), name):
                yield replace(value, **{field.name: one})
    elif isinstance(value, tuple) and any(is_dataclass(one) for one in value):
        for index, row in enumerate(value):
            for one in changed(row, owner):
                yield (*value[:index], one, *value[index + 1 :])
    elif isinstance(value, tuple):
        yield (*value, "改")
    elif isinstance(value, frozenset):
        yield value | {"改"}
    elif (one := other(value)) is not None:
        yield one


def with_step(policy, key, **values):
    steps = tuple(
        replace(one, **values) if one.key == key else one for one in policy.procedure.steps
    )
    return replace(policy, procedure=replace(policy.procedure, steps=steps))


def with_test(policy, **values):
    """The policy with its first consent test changed."""
    one = policy.rounds[0]
    test = replace(one.matters[0].tests[0], **values)
    matter = replace(one.matters[0], tests=(test, *one.matters[0].tests[1:]))
    first = replace(one, matters=(matter, *one.matters[1:]))
    return replace(policy, rounds=(first, *policy.rounds[1:]))


def only(old, new):
    (one,) = differences(old, new)
    return one


@pytest.mark.parametrize("policy", SHIPPED, ids=lambda one: one.key)
def test_a_policy_does_not_differ_from_itself(policy):
    assert differences(policy, policy) == ()


@pytest.mark.parametrize("policy", SHIPPED, ids=lambda one: one.key)
def test_every_changed_leaf_is_named_once(policy):
    tried = list(changed(policy))
    assert len(tried) > 50
    for new in tried:
        assert len(differences(policy, new)) == 1, new


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda one: one.key)
def test_the_other_way_round_it_is_the_same_change_backwards(old, new):
    there = {one.path: one for one in differences(old, new)}
    back = {one.path: one for one in differences(new, old)}
    assert there.keys() == back.keys()
    for path, one in there.items():
        assert (one.old, one.new) == (back[path].new, back[path].old)
        assert back[path].kind == opposite(one.kind)


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda one: one.key)
def test_only_equal_policies_have_no_difference(old, new):
    assert (differences(old, new) == ()) == (old == new)


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda one: one.key)
def test_no_path_is_named_twice(old, new):
    paths = [one.path for one in differences(old, new)]
    assert len(paths) == len(set(paths))


def dataclasses_of(kind, found):
    """Every dataclass reachable from the hints of one."""
    if kind in found or not is_dataclass(kind):
        return
    found.add(kind)
    for hint in get_type_hints(kind).values():
        for inner in _types(hint):
            dataclasses_of(inner, found)


def _types(hint):
    yield hint
    for inner in getattr(hint, "__args__", ()):
        yield from _types(inner)


def test_every_field_and_section_of_a_policy_has_a_word():
    found: set[type] = set()
    dataclasses_of(Policy, found)
    hidden = {"Conflict.id"} | {f"Clause.{one.name}" for one in fields(Clause)}
    names = {(one.__name__, field.name) for one in found for field in fields(one)}
    silent = [
        f"{owner}.{field}"
        for owner, field in sorted(names)
        if label(owner, field).isascii() and f"{owner}.{field}" not in hidden
    ]
    assert silent == []
    heads = {"key", "place", "programme", "title", "short", "document", "issued"}
    heads |= {"effective_from", "effective_to", "wider", "supplements"}
    assert {field.name for field in fields(Policy)} - heads <= set(THEMES)


def test_a_higher_threshold_is_tighter_and_a_lower_one_looser():
    test = LINQU.rounds[0].matters[0].tests[0]
    up = only(LINQU, with_test(LINQU, share=Fraction(9, 10)))
    assert (up.kind, up.old, up.new) == (Kind.TIGHTER, "2/3", "9/10")
    assert up.label.endswith("参与（人数） › 比例")
    assert up.section == "rounds"
    assert up.key == LINQU.rounds[0].key
    assert up.clauses == LINQU.rounds[0].matters[0].clauses
    assert only(LINQU, with_test(LINQU, share=test.share / 2)).kind is Kind.LOOSER
    assert only(LINQU, with_test(LINQU, operator=">")).kind is Kind.TIGHTER


def test_a_longer_notice_is_tighter_and_a_later_deadline_looser():
    notice = replace(LINQU.notices[0], length=LINQU.notices[0].length + 3)
    found = only(LINQU, replace(LINQU, notices=(notice, *LINQU.notices[1:])))
    assert (found.kind, found.label) == (Kind.TIGHTER, "方案公示 › 天数")
    step = next(one for one in LINQU.procedure.steps if one.deadline and one.deadline.within)
    later = replace(step.deadline, within=step.deadline.within + 1)
    found = only(LINQU, with_step(LINQU, step.key, deadline=later))
    assert (found.kind, found.section, found.key) == (Kind.LOOSER, "procedure", step.key)
    assert only(LINQU, with_step(LINQU, step.key, deadline=None)).kind is Kind.LOOSER


def test_another_gate_or_paper_is_tighter_and_another_order_of_steps_structural():
    step = LINQU.procedure.steps[-1]
    gate = Gate("more", "contents.items", "", ">=", "3", "至少三项", step.lead)
    found = only(LINQU, with_step(LINQU, step.key, gates=(*step.gates, gate)))
    assert (found.kind, found.old) == (Kind.TIGHTER, "（无）")
    assert "改造内容项数" in found.new
    paper = DocumentNeed("extra", "补充材料", required=False)
    found = only(LINQU, with_step(LINQU, step.key, documents=(*step.documents, paper)))
    assert found.kind is Kind.NEUTRAL
    assert only(LINQU, with_step(LINQU, step.key, after=())).kind is Kind.STRUCTURAL
    fewer = replace(LINQU.procedure, steps=LINQU.procedure.steps[:-1])
    gone = only(LINQU, replace(LINQU, procedure=fewer))
    assert (gone.kind, gone.new) == (Kind.STRUCTURAL, "（无）")


@pytest.mark.parametrize(
    ("operator", "value", "kind"),
    [(">=", "4", Kind.TIGHTER), (">=", "2", Kind.LOOSER), ("<=", "4", Kind.LOOSER)],
)
def test_a_gate_is_weighed_by_the_side_its_operator_asks_for(operator, value, kind):
    step = LINQU.procedure.steps[0]
    gate = Gate("g", "contents.items", "", operator, "3", "项数", step.lead)
    old = with_step(LINQU, step.key, gates=(gate,))
    new = with_step(LINQU, step.key, gates=(replace(gate, value=value),))
    assert only(old, new).kind is kind


def test_shares_caps_and_the_order_of_lines_are_money_and_their_paraphrase_is_not():
    rule = YUEQING.shares
    line = rule.lines[0]
    parts = (Part("residents", Fraction(1, 5)), Part("government", Fraction(4, 5)))
    found = differences(
        YUEQING,
        replace(YUEQING, shares=replace(rule, lines=(replace(line, parts=parts), *rule.lines[1:]))),
    )
    assert {one.kind for one in found} == {Kind.MONEY}
    assert sorted((one.old, one.new) for one in found) == [("10%", "20%"), ("90%", "80%")]
    cap = replace(rule.cap, per_area=rule.cap.per_area + 50)
    assert only(YUEQING, replace(YUEQING, shares=replace(rule, cap=cap))).kind is Kind.MONEY
    turned = replace(rule, lines=rule.lines[::-1])
    found = only(YUEQING, replace(YUEQING, shares=turned))
    assert (found.kind, found.path) == (Kind.MONEY, "shares.lines.#order")
    spoken = replace(rule, says="另一种说法")
    assert only(YUEQING, replace(YUEQING, shares=spoken)).kind is Kind.NEUTRAL


def test_differences_are_grouped_by_theme_and_rule_in_reading_order():
    found = by_theme(differences(LINQU, YUEQING))
    assert list(found)[:3] == ["基本信息", "职责分工", "改造内容"]
    assert "方案公示" in found["公示期限"]
    assert sum(len(rows) for rules in found.values() for rows in rules.values()) == len(
        differences(LINQU, YUEQING)
    )


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_the_words_of_a_difference_are_those_of_the_office(old, new):
    """Keys stay where they are what differs; everything else has a name."""
    kept = {"drawing_undertaking"}
    for one in differences(old, new):
        if one.path.rpartition(".")[2] != "key":
            latin = set(re.findall("[a-z_]{4,}", f"{one.label} {one.old} {one.new}"))
            assert latin <= kept, one


KEYS = ("hunchun-2020", "linqu-2024", "luolong-2021", "national", "xinxiang-2020", "yueqing-2023")
ALL = tuple(parsed(key).policy for key in KEYS)
ENGLISH = re.compile(r"[A-Za-z_./]*[a-z_]{3,}[A-Za-z_./]*")


@pytest.mark.parametrize(("old", "new"), list(combinations(ALL, 2)), ids=lambda one: one.key)
def test_no_key_of_the_file_is_shown_to_a_reader(old, new):
    shown = [
        text
        for one in differences(old, new)
        if one.path != "head.key"
        for text in (one.label, one.old, one.new)
    ]
    assert [text for text in shown if ENGLISH.search(text)] == []

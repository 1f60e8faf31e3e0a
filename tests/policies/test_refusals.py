"""Any one thing made wrong in a good policy is refused, with its own path and what to do."""

import copy
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.errors import Refused
from policies.loading.parse import parse_data
from policies.loading.problems import path_text
from policies.loading.reading import read_yaml
from tests.factories.policies import texts

GOOD = read_yaml(texts("yueqing-2023")["policy_text"], "yueqing")
GOOD["facts"] += [
    {
        "key": "mode",
        "name": "实施方式",
        "value": "word",
        "owed_by": "street",
        "step": "approval",
        "clause": ["乐清 三(五)"],
        "options": [{"key": "epc", "name": "总承包"}, {"key": "separate", "name": "分别发包"}],
    }
]
GOOD["checklists"] = [
    {
        "key": "six",
        "name": "六有",
        "says": "六有宜居小区",
        "clause": ["乐清 一(一)"],
        "items": [{"key": "a", "name": "有完善设施"}, {"key": "b", "name": "有整洁环境"}],
    }
]
GOOD["returns"] = [
    {
        "key": "monthly",
        "name": "月报",
        "every": "month",
        "day": 3,
        "of": "before",
        "on_rest_day": "stays",
        "owed_by": ["street"],
        "says": "每月 3 日前",
        "clause": ["工作安排 月报"],
    }
]


def problems(data):
    try:
        parse_data(data, "policy.yaml")
    except Refused as refusal:
        told = [one for one in refusal.problems if not (one.expected and one.remedy)]
        assert told == [], "what was expected, and what to do, is always said"
        return {one.field.removeprefix("policy.yaml: "): one for one in refusal.problems}
    return {}


def at(data, path):
    for part in path:
        data = data[part]
    return data


def nodes(value, kind, path=()):
    """Paths to every mapping or leaf of a kind."""
    if isinstance(value, kind) and path:
        yield path
    rows = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in rows:
        yield from nodes(item, kind, (*path, key))


def shown(path):
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


FEW = settings(max_examples=40)  # each reads a whole policy
MAPPINGS = [p for p in nodes(GOOD, dict) if p[0] not in ("sources",) and "parts" not in p]
CLAUSES = [p for p in nodes(GOOD, list) if p[-1] == "clause" and "items" not in p]
SHARES = [p for p in nodes(GOOD, str) if p[-1] == "share" or "parts" in p]
UNITS = [
    p
    for p in nodes(GOOD, str)
    if p[-1] in ("lead", "owed_by", "receiver", "unit") and p[0] not in ("notices", "timing")
]


def broken(path, change):
    data = copy.deepcopy(GOOD)
    change(at(data, path[:-1]), path[-1])
    return problems(data)


def test_the_policy_they_are_tried_on_is_good():
    assert problems(GOOD) == {}


@pytest.mark.parametrize(
    ("location", "path"),
    [
        (
            ("eligibility", 0, "criteria", 1, "built", "windows", 0),
            "eligibility[0].criteria[1].windows[0]",
        ),
        (("government", "steps", 2, "tiers", "tiers", 0), "government.steps[2].tiers[0]"),
        (("government", "places", 0, "areas"), "government.places[0].areas"),
    ],
)
def test_the_kind_that_chose_a_shape_is_no_part_of_the_path(location, path):
    assert path_text(location) == path


@FEW
@given(st.sampled_from(MAPPINGS))
def test_an_unknown_key_anywhere_has_its_path(path):
    def add(owner, key):
        owner[key]["unheard_of"] = "1"

    assert f"{shown(path)}.unheard_of" in broken(path, add)


@FEW
@given(st.sampled_from(SHARES), st.sampled_from(["4/3", "101%", "2"]))
def test_a_share_above_one_anywhere_has_its_path(path, share):
    found = broken(path, lambda owner, key: owner.__setitem__(key, share))
    assert any(field.startswith(shown(path)) for field in found)


@FEW
@given(st.sampled_from(SHARES), st.floats(0, 1))
def test_a_float_anywhere_has_its_path(path, number):
    found = broken(path, lambda owner, key: owner.__setitem__(key, number))
    assert found[shown(path)].message == "不许用小数（浮点数）"


@FEW
@given(st.sampled_from(CLAUSES))
def test_a_missing_or_empty_clause_has_its_path(path):
    emptied = broken(path, lambda owner, key: owner.__setitem__(key, []))
    removed = broken(path, lambda owner, key: owner.__delitem__(key))
    optional = "discharged" in path or path[-2] == "catalogue"
    assert optional or (shown(path) in emptied and shown(path) in removed)


@FEW
@given(st.sampled_from(UNITS))
def test_a_unit_nobody_knows_has_its_path(path):
    found = broken(path, lambda owner, key: owner.__setitem__(key, "nobody"))
    assert shown(path) in found
    assert found[shown(path)].remedy


def test_an_unknown_key_is_answered_with_those_there_are():
    found = broken(("shares", "cap", "per_area"), renamed("per_area", "per_aria"))
    assert "per_area" in found["shares.cap.per_aria"].expected
    assert "per_area" in found["shares.cap.per_aria"].remedy


def test_a_missing_key_says_what_it_asks_for():
    found = broken(("notices", 0, "first_day_counted"), lambda owner, key: owner.pop(key))
    assert found["notices[0].first_day_counted"].expected == "true 或 false"


def test_a_circle_of_steps_is_named_step_by_step():
    data = copy.deepcopy(GOOD)
    step(data, "design")["after"] = ["plan"]
    (ring,) = [one for one in problems(data).values() if "成环" in one.message]
    names = ring.value.split(" → ")
    assert names[0] == names[-1]
    assert len(names) > 2
    assert all(a in step(data, b)["after"] for a, b in pairwise(names))


def renamed(old, new):
    def rename(owner, _key):
        owner[new] = owner.pop(old)

    return rename


def step(data, key):
    return next(one for one in data["procedure"]["steps"] if one["key"] == key)


def _obligation_hole(data):
    data["obligations"][0]["discharged"].pop()
    return "obligations[0].discharged[0].when"


def _obligation_empty(data):
    data["obligations"][1]["discharged"] = []
    return "obligations[1].discharged"


def _obligation_twice(data):
    data["obligations"][1]["discharged"].append({"step": "start"})
    return "obligations[1].discharged[0]"


def _obligation_stranger(data):
    data["obligations"][1]["discharged"][0]["step"] = "moon"
    return "obligations[1].discharged[0].step"


def _filing(data):
    data["obligations"][0]["discharged"][0]["filing"] = "moon"
    return "obligations[0].discharged[0].filing"


def _impossible(data):
    data["obligations"][0]["discharged"][0]["when"].append(
        {"fact": "money.estimate", "operator": ">", "value": "90000000"}
    )
    return "obligations[0].discharged[0].when"


def _unknown_fact(data):
    data["obligations"][0]["discharged"][0]["when"][0] = {"fact": "moon"}
    return "obligations[0].discharged[0].when[0].fact"


def _wrong_option(data):
    step(data, "preliminary_design")["when"] = [{"fact": "mode", "value": "moon"}]
    return f"procedure.steps[{index(data, 'preliminary_design')}].when[0].value"


def _two_questions(data):
    step(data, "preliminary_design")["when"] = [{"fact": "mode", "track": "moon"}]
    return f"procedure.steps[{index(data, 'preliminary_design')}].when[0]"


def _asks_later(data):
    step(data, "consultation")["gates"].append(gate("mode", value="epc"))
    number = index(data, "consultation")
    return f"procedure.steps[{number}].gates[{len(step(data, 'consultation')['gates']) - 1}]"


def _asked_too_late(data):
    data["facts"][-1]["step"] = "handover"
    step(data, "preliminary_design")["when"] = [{"fact": "mode", "value": "epc"}]
    return f"procedure.steps[{index(data, 'preliminary_design')}].when[0].fact"


def _conditional_milestone(data):
    step(data, "start")["when"] = [{"fact": "mode", "value": "epc"}]
    return f"procedure.steps[{index(data, 'start')}].when"


def _checklist_gate(data):
    step(data, "acceptance")["gates"].append(gate("checklist.open_items", scope="moon", value="0"))
    number = index(data, "acceptance")
    return f"procedure.steps[{number}].gates[{len(step(data, 'acceptance')['gates']) - 1}].scope"


def _checklist_most(data):
    data["checklists"][0]["at_least"] = 3
    return "checklists[0].at_least"


def _foreign_document(data):
    step(data, "start")["gates"] = [gate("document.present", scope="satisfaction", value="true")]
    return f"procedure.steps[{index(data, 'start')}].gates[0].scope"


def _after_nobody(data):
    step(data, "start")["after"] = ["moon"]
    return f"procedure.steps[{index(data, 'start')}].after"


def _circle(data):
    step(data, "start")["after"] = ["supervision"]
    return f"procedure.steps[{index(data, 'start')}].after"


def _throughout(data):
    step(data, "preliminary_design")["throughout"] = True
    return f"procedure.steps[{index(data, 'preliminary_design')}].throughout"


def _window(data):
    step(data, "start")["deadline"] = {
        "from": date(2024, 5, 1),
        "fixed": date(2024, 4, 1),
        "says": "窗口",
        "clause": ["工作安排 窗口"],
    }
    return f"procedure.steps[{index(data, 'start')}].deadline"


def _no_day(data):
    step(data, "start")["deadline"] = {"says": "期限", "clause": ["工作安排 期限"]}
    return f"procedure.steps[{index(data, 'start')}].deadline"


def _phase_parent(data):
    data["procedure"]["phases"][0]["parent"] = "closing"
    return "procedure.phases[0].parent"


def _limit(data):
    data["limits"] = [
        {
            "key": "whole",
            "name": "全流程",
            "start": "approval",
            "end": "plan",
            "within": 10,
            "unit": "working",
            "says": "十个工作日",
            "clause": ["工作安排 时限"],
        }
    ]
    return "limits[0].end"


def _return_day(data):
    data["returns"][0]["day"] = 30
    return "returns[0].day"


def _options(data):
    data["facts"][-1]["options"] = data["facts"][-1]["options"][:1]
    return f"facts[{len(data['facts']) - 1}].options"


def _own_key(data):
    data["facts"][-1]["key"] = "mode.of"
    return f"facts[{len(data['facts']) - 1}].key"


def _item_list(data):
    data["item_lists"] = [
        {"key": "x", "name": "豁免", "items": ["moon"], "says": "清单", "clause": ["乐清 附件1"]}
    ]
    return "item_lists[0].items[0]"


def _track_circle(data):
    rule = {"says": "条件", "clause": ["乐清 四(一)"]}
    data["tracks"] = [
        {"key": "a", "name": "甲", "when": [{"track": "b"}], **rule},
        {"key": "b", "name": "乙", "when": [{"track": "a"}], **rule},
    ]
    return "tracks[0].when"


def _no_procedure(data):
    for section in ("procedure", "obligations", "limits"):
        data.pop(section, None)
    return "procedure"


def _two_procedures(data):
    data["supplements"] = "zhejiang-2023"
    return "supplements"


def _place_type_unknown(data):
    data["facts"][-1] |= {"value": "bool", "options": [], "place_type": "moon"}
    return f"facts[{len(data['facts']) - 1}].place_type"


def _place_type_of_a_word(data):
    data["facts"][-1]["place_type"] = "moon"
    return f"facts[{len(data['facts']) - 1}].value"


def _responsible_stranger(data):
    step(data, "start")["responsible"] = "moon"
    return f"procedure.steps[{index(data, 'start')}].responsible"


def _responsible_for_oneself(data):
    step(data, "start")["responsible"] = step(data, "start")["lead"]
    return f"procedure.steps[{index(data, 'start')}].responsible"


def gate(fact, **values):
    base = {"key": "extra", "fact": fact, "operator": "=", "owed_by": "street"}
    return base | {"says": "条件", "clause": ["工作安排 条件"]} | values


def index(data, key):
    return [one["key"] for one in data["procedure"]["steps"]].index(key)


BREAKS = [
    value
    for name, value in sorted(globals().items())
    if name.startswith("_") and getattr(value, "__module__", "") == __name__
]


@pytest.mark.parametrize("break_it", BREAKS, ids=lambda one: one.__name__.strip("_"))
def test_what_could_never_work_is_refused_with_its_path(break_it):
    data = copy.deepcopy(GOOD)
    path = break_it(data)
    assert path in (found := problems(data)), sorted(found)


HEAD = ("policy", "place", "programme", "title", "short", "document", "issued", "effective")


def frame(**values):
    """A policy that states nothing but what it is."""
    return {key: GOOD[key] for key in (*HEAD, "sources")} | values


def test_a_supplement_to_a_wider_scheme_needs_no_procedure_of_its_own():
    assert parse_data(frame(supplements="zhejiang-2023")).policy.supplements == "zhejiang-2023"


def test_the_nation_and_a_province_set_frames_without_a_procedure():
    assert all(parse_data(frame(place=one)).policy.procedure is None for one in ("", "33"))
    assert "procedure" in problems(frame())


@FEW
@given(st.sets(st.sampled_from(UNITS), min_size=2, max_size=5))
def test_every_fault_is_told_at_once(paths):
    data = copy.deepcopy(GOOD)
    for path in paths:
        at(data, path[:-1])[path[-1]] = "nobody"
    assert {shown(path) for path in paths} <= set(problems(data))

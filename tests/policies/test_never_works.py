"""What could never work in a procedure, a fact or an obligation is refused with its path."""

import copy
from datetime import date

import pytest

from tests.policies.broken_policy import GOOD, problems, step


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

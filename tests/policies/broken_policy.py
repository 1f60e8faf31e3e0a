"""A good policy with every section, and ways to make one thing in it wrong."""

import copy

from common.errors import Refused
from policies.loading.parse import parse_data
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


def step(data, key):
    return next(one for one in data["procedure"]["steps"] if one["key"] == key)

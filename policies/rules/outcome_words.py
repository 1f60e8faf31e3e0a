"""What an evaluator's named results are called, for cases and "what if"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from policies.rules.field_labels import WORDS
from policies.rules.field_words import label
from policies.rules.policy_model import Policy

_WORDS = {
    "allowed": "可以使用",
    "answer": "结论",
    "at_stake": "牵涉金额（元）",
    "blameless": "免责",
    "clash": "越过规定时限",
    "clashes": "次序不合",
    "codes": "不同编号数",
    "computed": "算得",
    "condition": "条件",
    "count": "数量",
    "counted": "计入",
    "day": "日期",
    "days_late": "迟几日",
    "early": "提前几日",
    "error": "不能计算",
    "filings": "报件数",
    "flagged": "须提示",
    "gap": "还差",
    "items": "项数",
    "kept": "次序相合",
    "late": "迟几日",
    "limit": "限额",
    "merged": "合并件数",
    "met": "满足",
    "missing": "还差",
    "must": "必改项数",
    "on_time": "按时",
    "passed": "通过",
    "provisional": "暂定",
    "row": "所在档",
    "state": "状态",
    "threshold": "门槛",
    "ties": "相符或并列",
    "total": "合计",
    "undecided": "尚不能判定",
    "until": "截止",
    "valid": "参与足够",
    "waived": "免办",
    "why": "原因",
    "with_code": "同编号项数",
}
_PARTS = {"needs": "需要", "missing": "还差"}
_ENDS = ("state", "at_stake", "until")


def outcome_words(policy: Policy, key: str) -> str:
    """The name of a result; what the policy names goes by that name, the unknown stays as it is."""
    head, _, rest = key.partition("_")
    numerator, _, measure = rest.partition("_")
    if head in _PARTS and measure in WORDS["measure"]:
        asked = WORDS["numerator"].get(numerator, "")
        return f"{_PARTS[head]}{asked}{WORDS['measure'][measure]}"
    if key in _WORDS:
        return _WORDS[key]
    names = dict(_named(policy))
    for end in _ENDS:
        base = key.removesuffix(f"_{end}")
        if base != key and base in names:
            return f"{names[base]}：{_WORDS[end]}"
    return names.get(key) or WORDS["UnitKey.kind"].get(key) or label("", key)


def _named(value: Any) -> Iterator[tuple[str, str]]:
    """Key and name of everything in a policy that has both."""
    if isinstance(value, tuple):
        for one in value:
            yield from _named(one)
    elif is_dataclass(value):
        key, name = getattr(value, "key", ""), getattr(value, "name", "")
        if key and name:
            yield key, name
        for field in fields(value):
            yield from _named(getattr(value, field.name))


def value_words(value: str) -> str:
    """A result as a person reads it."""
    return _VALUES.get(value, value)


def difference_words(policy: Policy, difference: str) -> str:
    """A case's difference with names and values in words."""
    key, _, rest = difference.partition(" ")
    for value, word in _VALUES.items():
        rest = rest.replace(f" {value}", f" {word}")
    return f"{outcome_words(policy, key)} {rest}"


_VALUES = {"true": "是", "false": "否"}

"""What an evaluator's named results are called, for cases and "what if"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from policies.rules.field_labels import WORDS
from policies.rules.field_words import label
from policies.rules.policy_model import Policy
from policies.rules.vocabulary import FACTS

_WORDS = {
    "allowed": "可以使用",
    "applies": "适用",
    "answer": "结论",
    "at_stake": "牵涉金额（元）",
    "blameless": "免责",
    "body": "组织机构数",
    "call": "须补缴（元）",
    "clash": "越过规定时限",
    "clashes": "次序不合",
    "codes": "不同编号数",
    "complete": "齐全",
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
    "ledger": "台账数",
    "limit": "限额",
    "merged": "合并件数",
    "meeting": "会议制度数",
    "met": "满足",
    "missing": "还差",
    "must": "必改项数",
    "on_time": "按时",
    "passed": "通过",
    "permit": "许可登记数",
    "provisional": "暂定",
    "refund": "应退（元）",
    "row": "所在档",
    "rule": "制度文件数",
    "running": "仍在期内",
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


def value_words(policy: Policy, value: str) -> str:
    """A result as a person reads it: answers and states in words, keys by their names."""
    names = dict(_named(policy))
    return "、".join(_one(names, part) for part in value.split(",")) if value else value


def answers_like(policy: Policy, value: str) -> tuple[tuple[str, str], ...]:
    """What could stand in place of a value, each with its words; empty where it is written."""
    for family in (_YES_NO, _ANSWERS, _REWARDS, _KEEPING):
        if value in family:
            return tuple(family.items())
    steps = {step.key: step.name for step in policy.procedure.steps} if policy.procedure else {}
    if value in steps or value in _WAIVED:
        return tuple((_WAIVED | steps).items())
    return ()


def _one(names: dict[str, str], part: str) -> str:
    key, mark, scope = part.partition("@")
    if part in _VALUES:
        return _VALUES[part]
    if key in FACTS:
        return f"{FACTS[key].label}{f'（{names.get(scope, scope)}）' if mark else ''}"
    return names.get(part, part)


def difference_words(policy: Policy, difference: str) -> str:
    """A case's difference with names and values in words."""
    key, _, rest = difference.partition(" ")
    said = " ".join(value_words(policy, part) for part in rest.split(" "))
    return f"{outcome_words(policy, key)} {said}"


_YES_NO = {"true": "是", "false": "否"}
_ANSWERS = {"eligible": "符合", "excluded": "不符合", "decide": "需裁定", "unknown": "尚不能判定"}
_REWARDS = {
    "earned": "已取得",
    "lost": "已失去",
    "waiting": "待完成",
    "open": "待定",
    "outside": "不在范围",
}
_KEEPING = {"done": "已办", "late": "逾期", "open": "待办"}
_WAIVED = {"waived": "免办"}
_VALUES = {**_REWARDS, **_KEEPING, **_WAIVED, **_ANSWERS, **_YES_NO, "unranked": "未排序"}

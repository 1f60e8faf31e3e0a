"""Rows of a register: what a row must say, and what of it names people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from common.errors import Problem
from common.names import mask_name, veil_numbers

LONGEST = 300
_PEOPLE = ("姓名", "成员", "组长", "主任", "当事人", "负责人", "受邀监督人")


def personal(column: str) -> bool:
    """Whether a column of that name holds names of people."""
    return any(column.startswith(word) or column.endswith(word) for word in _PEOPLE)


def row_problems(columns: Sequence[str], values: Mapping[str, str]) -> list[Problem]:
    """Unknown columns, values that are too long, and a row that says nothing at all."""
    problems = [
        Problem(
            "台账没有这一栏",
            field=f"values.{name}",
            value=name,
            expected="、".join(columns),
        )
        for name in values
        if name not in columns
    ]
    problems += [
        Problem(f"“{name}”最多 {LONGEST} 字", field=f"values.{name}", value=f"{len(text)} 字")
        for name, text in values.items()
        if len(text) > LONGEST
    ]
    if not any(text.strip() for text in values.values()):
        problems.append(Problem("请至少填写一栏", field="values"))
    return problems


def shown(columns: Sequence[str], values: Mapping[str, str], *, in_clear: bool) -> list[str]:
    """The row's cells in the order of the columns; names and numbers masked unless `in_clear`."""
    said = [(name, values.get(name, "")) for name in columns]
    if in_clear:
        return [text for _, text in said]
    return [veil_numbers(_masked(text) if personal(name) else text) for name, text in said]


def _masked(text: str) -> str:
    return "、".join(mask_name(part) for part in text.replace("，", "、").split("、") if part)

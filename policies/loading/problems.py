"""What pydantic refuses, in words: path, what was found, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from common.errors import Problem
from policies.loading.collecting import AS_EXPECTED
from policies.loading.schema_eligibility import CRITERION_KINDS
from policies.loading.schema_government import STEP_KINDS
from policies.loading.shape_finding import shape_at
from policies.loading.shape_words import asks_for, keys_of, nearest
from policies.loading.shapes import Clause, Exact, Key, Number, OwnKey, Share, pattern_of

_WORDS = {
    "extra_forbidden": (
        "不认识的键",
        "本格式中有的键",
        "对照 docs/schemas/policy.schema.json 改正拼写或删去",
    ),
    "missing": ("缺少必填项", "写明此项", "补上；每条规则都要有转述 says 和条款 clause"),
    "string_type": ("要写成文字", "加引号的文字", "数字加引号"),
    "string_pattern_mismatch": (
        "写法不合",
        "规定的写法",
        '比例写作 "2/3" 或 "10%"，金额写作 "300.00"',
    ),
    "int_type": ("要写成整数", "整数", "去掉小数和引号"),
    "bool_type": ("要写成 true 或 false", "true 或 false", ""),
    "date_type": ("要写成日期", "日期，如 2024-06-30", "不加引号"),
    "date_from_datetime_parsing": ("没有这个日期", "日期，如 2024-06-30", ""),
    "date_parsing": ("没有这个日期", "日期，如 2024-06-30", ""),
    "list_type": ("要写成列表", "以“- ”起头的列表", ""),
    "too_short": ("不能为空", "至少一项", "补上"),
    "string_too_long": ("太长了", "短一些的文字", "缩短；长的话写进转述"),
    "string_too_short": ("不能为空", "文字", "补上"),
    "greater_than_equal": ("数值过小", "更大的数", ""),
}
_PATTERNS = {
    pattern_of(Share): "“2/3”或“10%”这样的写法",
    pattern_of(Exact): "“300.00”这样的数",
    pattern_of(Key): "小写字母起头，只用小写字母、数字、“-”“_”“.”",
    pattern_of(OwnKey): "小写字母起头，只用小写字母、数字、“_”",
    pattern_of(Number): "“临朐-资15”这样的编号，不含斜杠、引号",
    pattern_of(Clause): "“临朐 二(三)”：文件简称、空格、条款号",
}
_NUMBERS = {pattern_of(Share), pattern_of(Exact)}
_KINDS = STEP_KINDS | CRITERION_KINDS
_FLOAT = ("不许用小数（浮点数）", '文字，如 "2/3"、"10%"、"300.00"', "改写成加引号的精确数")


def path_text(location: Iterable[Any]) -> str:
    """rounds[0].matters[1].tests[0].share; the kind that chose a row's shape is no part of it."""
    text = ""
    before: int | str = ""
    for part in location:
        kind, before = isinstance(before, int) and part in _KINDS, part
        if kind:
            continue
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def from_validation(
    error: ValidationError, root: type[BaseModel], name: str, at: tuple[int | str, ...] = ()
) -> list[Problem]:
    """Every refusal of one file; `root`: its shape, `at`: where in the file that stands."""
    return [_problem(one, root, name, at) for one in error.errors(include_url=False)]


def _problem(one: Any, root: type[BaseModel], name: str, at: tuple[int | str, ...]) -> Problem:
    message, expected, remedy = _WORDS.get(one["type"], ("写法不合", "", ""))
    found = one.get("input")
    if isinstance(found, float):
        message, expected, remedy = _FLOAT
    elif one["type"] == "literal_error":
        message, expected = "取值不在可选范围内", one["ctx"]["expected"].replace(" or ", " 或 ")
    elif one["type"] == "string_pattern_mismatch":
        pattern = one["ctx"]["pattern"]
        expected = _PATTERNS.get(pattern, f"形如 {pattern}")
        remedy = remedy if pattern in _NUMBERS else ""
    elif one["type"] in {"extra_forbidden", "missing"}:
        expected, remedy = _key(one, root, expected, remedy)
    shown = "" if isinstance(found, dict | list) or one["type"] == "missing" else str(found)
    return Problem(
        message,
        code=one["type"],
        field=f"{name}: {path_text((*at, *one['loc']))}",
        value=shown[:80],
        expected=expected,
        remedy=remedy or AS_EXPECTED,
    )


def _key(one: Any, root: type[BaseModel], expected: str, remedy: str) -> tuple[str, str]:
    """What a key that is missing asks for; which keys there are where one is not known."""
    *above, last = one["loc"]
    shape = shape_at(root, above)
    if shape is None:
        return expected, remedy
    if one["type"] == "missing":
        ruled = last in {"says", "clause"}
        return asks_for(shape, str(last)) or expected, remedy if ruled else "补上"
    keys = keys_of(shape)
    meant = nearest(str(last), keys)
    return "、".join(keys), f"是不是“{meant}”？改正或删去" if meant else "删去，或改写成所列的键"

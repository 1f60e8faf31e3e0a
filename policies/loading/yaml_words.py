"""What the YAML parser finds wrong, in words an official can act on."""

from __future__ import annotations

import yaml

from common.errors import Problem

# The beginning of what the parser says, and what it means to the person who wrote the line.
_WORDS = (
    ("mapping values are not allowed", "冒号用错了位置，或缩进不齐"),
    ("did not find expected key", "缩进不齐，或少了键"),
    ("did not find expected '-' indicator", "列表的一项没有以“- ”起头，或缩进不齐"),
    ("did not find expected node content", "括号、引号没有写完，或少了值"),
    ("did not find expected ',' or", "少了逗号或右括号"),
    ("found unexpected end of stream", "引号没有写完"),
    ("found undefined alias", "“*”引用的名字前面没有用“&”定义"),
    ("found duplicate anchor", "“&”定义的名字用了两次"),
    ("found character that cannot start any token", "有不能用在这里的字符，如制表符、“@”"),
    ("found a tab character", "缩进用了制表符，应改用空格"),
    ("block sequence entries are not allowed", "列表的“- ”用错了位置"),
    ("could not determine a constructor", "用了不许用的“<<”"),
    ("control characters are not allowed", "有不可见的控制字符"),
    ("unacceptable character", "有不可见的控制字符"),
    ("but found another document", "一个文件只能有一份内容（“---”只能在开头）"),
)


def not_yaml(error: yaml.YAMLError | UnicodeError, name: str) -> Problem:
    """The refusal of a text that is no YAML; `name` is the file as it is called in messages."""
    mark = getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", "") or "")
    return Problem(
        f"不是合格的 YAML：{_word(said)}",
        code="yaml",
        field=f"{name} 第 {mark.line + 1} 行" if mark else name,
        expected="缩进一致、每个键只写一次的 YAML",
        remedy="看这一行和上一行：对齐缩进，补齐引号、括号和逗号",
    )


def _word(said: str) -> str:
    if said and not said.isascii():
        return said  # our own loader's words
    return next((word for start, word in _WORDS if said.startswith(start)), "这里读不懂")

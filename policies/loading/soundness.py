"""Values that no scheme means: characters one cannot see, days and numbers outside any use.

A file from elsewhere may hold them by a slip or by intent. What hides or turns text round would let
a reader check other words than those that are stored; the rest no calendar or database can hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from common.errors import Problem

EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)
MOST = 100_000  # the largest whole number: days, papers, photographs, years
# Control characters but line feed and tab, marks that turn the direction of text, lone surrogates.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def shown(text: str) -> str:
    """A text without what cannot be seen; for words that are kept as they came."""
    return _HIDDEN.sub("", text)


def unsound(value: Any, name: str, path: str = "") -> Iterator[Problem]:
    """Every such value in plain data, at its path."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            where = f"{path}.{key}" if path else str(key)
            yield from unsound(str(key), name, where)
            yield from unsound(one, name, where)
    elif isinstance(value, list | tuple):
        for index, one in enumerate(value):
            yield from unsound(one, name, f"{path}[{index}]")
    elif told := _told(value):
        message, expected = told
        yield Problem(
            message,
            code="unsound",
            field=f"{name}: {path}",
            value=ascii(value)[:40] if isinstance(value, str) else str(value)[:40],
            expected=expected,
            remedy="改正后再试",
        )


def _told(value: Any) -> tuple[str, str] | None:
    if isinstance(value, str) and _HIDDEN.search(value):
        return "含有看不见的控制字符", "只有看得见的文字"
    if isinstance(value, date) and not EARLIEST <= value <= LATEST:
        return "日期超出范围", f"{EARLIEST} 至 {LATEST}"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > MOST:
        return "数值超出范围", f"不大于 {MOST}"
    return None

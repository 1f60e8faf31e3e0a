"""Exact values of facts: reading them from text, writing them back, showing them to people."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from common.shares import parse_share, percent
from policies.rules.fact_words import FactKind

Value = bool | int | Decimal | Fraction | date | str
Facts = Mapping[tuple[str, str], "FactValue"]
CODE = re.compile(r"^[0-9A-Z]{2,12}$")
EXPECTED = {
    "bool": "true 或 false",
    "date": "日期，如 2024-06-30",
    "share": '比例，如 "2/3"',
    "count": "整数",
    "area": "平方米数",
    "money": "元数",
    "year": "年份，如 2000",
    "points": "分数",
    "code": "区划代码",
}


@dataclass(frozen=True, slots=True)
class FactValue:
    """A fact of a project: registry key, what it is scoped to, its exact value, where from."""

    key: str
    scope: str
    value: Value
    unit: str = ""
    as_of: date | None = None
    source: str = ""


def parse_value(kind: FactKind, text: str) -> Value:
    """Exact value of a fact from text; ValueError with words when it does not fit the kind."""
    try:
        if kind.value == "word":
            return {word: word for word in kind.words}[text]
        return READERS[kind.value](text)
    except (KeyError, ValueError, ArithmeticError) as error:
        expected = "、".join(kind.words) if kind.value == "word" else EXPECTED[kind.value]
        raise ValueError(f"“{kind.label}”的取值“{text}”不合，应为 {expected}") from error


def _code(text: str) -> str:
    if not CODE.match(text):
        raise ValueError(text)
    return text


def _finite(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(text)
    return value


READERS: dict[str, Callable[[str], Value]] = {
    "bool": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "share": parse_share,
    "count": int,
    "year": int,
    "code": _code,
    "area": _finite,
    "money": _finite,
    "points": _finite,
}


def value_text(value: Value) -> str:
    """Exact text of a value; `parse_value` reads it back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return str(value)


def shown(kind: FactKind, value: Value) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return kind.words.get(value, value)
    return _shown_number(kind, value)


def _shown_number(kind: FactKind, value: int | Decimal | Fraction) -> str:
    if kind.value == "share":
        return percent(Fraction(value), 1)
    if kind.value in {"year", "points"}:
        return str(value)
    if kind.value in {"money", "area"}:
        return f"{_decimal(value):,.2f}"
    return f"{value:,}"


def exact_text(value: Fraction) -> str:
    """86.5 where the decimals end; else 86又2/3, so that different numbers never look alike."""
    if not 10**6 % value.denominator:
        return f"{(Decimal(value.numerator) / value.denominator).normalize():f}"
    whole, rest = divmod(value, 1)
    return f"{whole}又{rest}" if whole else f"{rest}"


def exactly(kind: FactKind, value: Value) -> str:
    """As `shown`, but shares unrounded: for a comparison that a reader is to check."""
    if kind.value == "share" and not isinstance(value, str | date):
        return f"{exact_text(Fraction(value) * 100)}%"
    return shown(kind, value)


def number(value: Value) -> Fraction:
    """A value that can be compared by size; a day by its ordinal. TypeError on a word."""
    if isinstance(value, date):
        return Fraction(value.toordinal())
    if isinstance(value, str):
        raise TypeError(f"{value} is a word, not a number")
    return Fraction(value)


def day_of(fact: FactValue) -> date:
    """A date fact's day; TypeError on another kind."""
    if not isinstance(fact.value, date):
        raise TypeError(f"{fact.key} is not a date")
    return fact.value


def _decimal(value: int | Decimal | Fraction) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / value.denominator
    return Decimal(value)

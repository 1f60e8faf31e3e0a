"""Values as the text that PostgreSQL's COPY reads, a whole column at a time.

One value after the other costs several calls each; a column of one type is rendered by a single
call that runs in C, and what needs escaping is looked for in the column at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    TextField,
)

Column = Sequence[Any]

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_ESCAPED = re.compile(r"[\\\t\n\r]")
_NULL = "\\N"
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_AS_THEY_ARE: dict[Callable[..., Any], type] = {
    BooleanField.get_prep_value: bool,
    CharField.get_prep_value: str,
    DateField.get_prep_value: date,
    DecimalField.get_prep_value: Decimal,
    IntegerField.get_prep_value: int,
    TextField.get_prep_value: str,
}
"""Preparations that leave values of this very type alone; a field with its own is not here."""


def lines(columns: Iterable[Sequence[str]]) -> str:
    """The rows of these columns, one on each line."""
    return "".join([f"{row}\n" for row in map("\t".join, zip(*columns, strict=True))])


def prepared(field: Field[Any, Any], values: Column) -> Sequence[str]:
    """A column as instances hold it, by way of the field's own preparation (encryption, say)."""
    if isinstance(field, JSONField | ArrayField):
        return plain(field, values)
    while isinstance(field, ForeignKey):
        field = field.target_field
    native = _AS_THEY_ARE.get(type(field).get_prep_value)
    if native is None or not _all(native, values):
        values = [field.get_prep_value(value) for value in values]
    return plain(field, values)


def plain(field: Field[Any, Any], values: Column) -> Sequence[str]:
    """A column of values that need no preparation."""
    if isinstance(field, JSONField):
        return _escaped([_NULL if value is None else _ENCODE(value) for value in values], values)
    if isinstance(field, ArrayField):
        return [_NULL if value is None else _array(value) for value in values]
    kinds = set(map(type, values))
    if kinds <= {str, NoneType}:
        return _escaped([_NULL if value is None else value for value in values], values)
    if kinds <= {int, Decimal}:
        return [*map(str, values)]
    return [*map(_text, values)]


def _all(native: type, values: Column) -> bool:
    """Whether every value is of just this type, or nothing; numbers have to be finite."""
    kinds = set(map(type, values))
    if kinds == {Decimal} == {native}:
        return all(map(Decimal.is_finite, values))
    return kinds <= ({NoneType} if native is Decimal else {native, NoneType})


def _escaped(texts: list[str], values: Column) -> list[str]:
    """The texts with what COPY reads otherwise escaped; nothing (None) stays nothing."""
    said = [*zip(texts, values, strict=True)]
    if not _ESCAPED.search("".join([text for text, value in said if value is not None])):
        return texts
    return [text if value is None else text.translate(_ESCAPES) for text, value in said]


def _array(values: Iterable[Any]) -> str:
    quoted = ('"' + str(v).replace("\\", "\\\\").replace('"', '\\"') + '"' for v in values)
    return ("{" + ",".join(quoted) + "}").translate(_ESCAPES)


def _text(value: Any) -> str:
    match value:
        case None:
            return _NULL
        case bool():
            return "t" if value else "f"
        case Enum():
            return _text(value.value)
        case str():
            return value.translate(_ESCAPES)
        case int() | Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
    raise TypeError(f"no COPY text for {type(value).__name__}")

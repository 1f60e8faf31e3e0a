"""Editing many rows at once: keep, set or clear each field, and what that would change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Value = str | int | Decimal | None
FieldKind = Literal["year", "count", "area", "text", "choice"]


@dataclass(frozen=True, slots=True)
class EditField:
    """A field that may be set on many rows.

    `clearable` where empty is allowed: numbers become None, words "". `single` fields differ from
    row to row, so only one row at a time is given a value. `least` and `most` bound numbers; years
    end with the business year.
    """

    name: str
    label: str
    kind: FieldKind
    unit: str = ""
    clearable: bool = True
    single: bool = False
    options: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 1_000_000
    longest: int = 60

    @property
    def empty(self) -> Value:
        """What a cleared field holds."""
        return "" if self.kind in {"text", "choice"} else None

    def said(self, value: Value) -> str:
        """A value in words, with its unit."""
        if value is None or value == "":
            return "（空）"
        if self.kind == "choice":
            return dict(self.options).get(str(value), str(value))
        return f"{value} {self.unit}" if self.unit else str(value)


@dataclass(frozen=True, slots=True)
class Edit:
    """One field with the value that every row shall have."""

    field: EditField
    value: Value

    @property
    def said(self) -> str:
        """改为 1998 / 清空."""
        return "清空" if self.value == self.field.empty else f"改为 {self.field.said(self.value)}"


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A row as it stands: which it is in words, and the fields that are edited."""

    key: int
    label: str
    community: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RowChange:
    """What differs in one row, field by field, as text."""

    row: EditedRow
    before: Mapping[str, str]
    after: Mapping[str, str]


def wrong_with(field: EditField, value: Value, year: int) -> tuple[str, str]:
    """What is wrong with a value and what was expected, ("", "") for nothing; years end now."""
    if value == field.empty:
        return ("" if field.clearable else "这一项不能清空"), ""
    if field.kind == "choice":
        return ("", "") if value in dict(field.options) else ("不在可选范围内", _choices(field))
    if field.kind == "text":
        long = len(str(value)) > field.longest
        return ("太长", f"不超过 {field.longest} 字") if long else ("", "")
    most = year if field.kind == "year" else field.most
    if isinstance(value, int | Decimal) and field.least <= value <= most:
        return "", ""
    return "不合理", f"{field.least} 至 {most}"


def _choices(field: EditField) -> str:
    return "、".join(label for _, label in field.options)


def changes(rows: Iterable[EditedRow], edits: Sequence[Edit]) -> list[RowChange]:
    """The rows that would differ, each with its differing fields only; the others are left out."""
    found = []
    for row in rows:
        differing = [edit for edit in edits if row.values[edit.field.name] != edit.value]
        if differing:
            found.append(
                RowChange(
                    row,
                    {edit.field.name: as_text(row.values[edit.field.name]) for edit in differing},
                    {edit.field.name: as_text(edit.value) for edit in differing},
                )
            )
    return found


def basis(rows: Iterable[EditedRow]) -> str:
    """The digest of which rows these are and what the edited fields hold; moves with either."""
    body = [[row.key, {key: as_text(value) for key, value in row.values.items()}] for row in rows]
    return hashlib.sha256(json.dumps(sorted(body), ensure_ascii=False).encode()).hexdigest()


def as_text(value: Value) -> str:
    """As the history keeps it; nothing is ""."""
    return "" if value is None else str(value)

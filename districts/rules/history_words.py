"""What a line of the register's history says: fields by their labels, owners by their masks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from districts.rules.editing import EditField


def said(values: Mapping[str, Any], fields: Iterable[EditField]) -> str:
    """结构 砖混；建成年份 1988 年: kept values in words, nothing as （空）."""
    known = {field.name: field for field in fields}
    return "；".join(_one(name, value, known.get(name)) for name, value in values.items())


def _one(name: str, value: Any, field: EditField | None) -> str:
    if name == "owners":
        return "、".join(mask for _, mask in value) or "未登记"
    return f"{field.label} {field.said(value)}" if field else f"{name} {value}"

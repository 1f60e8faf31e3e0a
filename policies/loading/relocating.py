"""A document taken to another place: areas of the old one cannot stay, and it is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def relocated(document: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The document with every list of areas outside `place` narrowed to what lies inside.

    A list that would be empty becomes the place itself. What was there stands in a note, so that
    somebody looks at it again.
    """
    gone: list[str] = []
    moved: dict[str, Any] = _moved(dict(document), place, gone)
    if gone:
        told = f"样本中的区划 {'、'.join(dict.fromkeys(gone))} 不在本地，已改为本地区划，请逐条核对"
        moved["notes"] = [*moved.get("notes", ()), told]
    return moved


def _moved(value: Any, place: str, gone: list[str]) -> Any:
    if isinstance(value, list):
        return [_moved(one, place, gone) for one in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, inner in value.items():
        if key == "areas" and isinstance(inner, list):
            outside = [code for code in inner if not str(code).startswith(place)]
            gone += outside
            left = [code for code in inner if code not in outside]
            found[key] = left or ([place] if outside else [])
        else:
            found[key] = _moved(inner, place, gone)
    return found

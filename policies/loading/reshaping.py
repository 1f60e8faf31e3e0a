"""Rows of a document's lists: one more like this, or one less.

A copied pattern says more, and less, than the scheme at hand: a condition, a line of money or a
contradiction that it does not have is taken out, another is written beside its like. The keys of a
doubled row are made anew; the whole is checked again as ever.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

_LAST = re.compile(r"^(.*)\[(\d+)\]$")
_NUMBERED = re.compile(r"^(.*?)(?:_\d+)?$", re.S)


@dataclass(frozen=True, slots=True)
class Reshape:
    """`drop` or `double` the row at a path such as `procedure.steps[3].gates[0]`."""

    do: Literal["drop", "double"]
    row: str


def rows_over(paths: Iterable[str]) -> tuple[str, ...]:
    """The rows of lists in which values at these paths lie, outer ones first."""
    found: dict[str, None] = {}
    for path in paths:
        found.update((path[: one.end()], None) for one in re.finditer(r"\[\d+\]", path))
    return tuple(found)


def reshaped(document: Mapping[str, Any], change: Reshape) -> dict[str, Any]:
    """The document with a row less, or with its like after it."""
    whole = copy.deepcopy(dict(document))
    rows, index = _list_at(whole, change.row)
    steps = change.row.startswith("procedure.steps[") and change.row.count("[") == 1
    if change.do == "drop":
        gone = rows.pop(index)
        _left_out(whole, change.row)
        if steps:
            _follow(rows, gone["key"], gone.get("after") or [])
        return whole
    made = _like(rows[index], rows)
    if steps:
        _follow(rows, rows[index]["key"], [made["key"]])
        made["after"] = [rows[index]["key"]]
        for once in ("reaches", "moves_to"):
            made.pop(once, None)
    rows.insert(index + 1, made)
    return whole


def _follow(steps: list[dict[str, Any]], key: str, instead: list[str]) -> None:
    """What came after a step comes after others, so that the way through stays whole."""
    for step in steps:
        after = step.get("after") or []
        if key in after:
            step["after"] = list(
                dict.fromkeys(new for old in after for new in (instead if old == key else [old]))
            )


def _list_at(document: dict[str, Any], row: str) -> tuple[list[Any], int]:
    path, number = _LAST.fullmatch(row).groups()  # type: ignore[union-attr]
    at: Any = document
    for word, place in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        at = at[int(place)] if place else at[word]
    return at, int(number)


def _left_out(document: dict[str, Any], row: str) -> None:
    """A section of its own that has become empty is left out rather than empty."""
    section = row.partition("[")[0]
    if section in document and document[section] == []:
        del document[section]


def _like(row: dict[str, Any], beside: list[dict[str, Any]]) -> dict[str, Any]:
    """A copy under a key, a number and a name of its own."""
    made = copy.deepcopy(row)
    for field in ("key", "id"):
        if isinstance(row.get(field), str):
            taken = {one.get(field) for one in beside}
            made[field] = _free(row[field], taken)
    for field in ("name", "title"):
        if isinstance(row.get(field), str):
            made[field] = f"{row[field]}（另一条）"
            break
    for nested in ("gates", "matters", "documents"):
        for inner in made.get(nested) or ():
            inner["key"] = _free(f"{made.get('key', 'row')}_{inner['key']}"[:56], set())
    return made


def _free(key: str, taken: set[Any]) -> str:
    stem = _NUMBERED.fullmatch(key).group(1)  # type: ignore[union-attr]
    number = 2
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}" if key in taken or stem != key else key

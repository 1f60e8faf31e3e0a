"""Rows of a document's lists: one more like this, one less, or one place earlier or later.

A copied pattern says more, and less, than the scheme at hand: a condition, a line of money or a
contradiction that it does not have is taken out, another is written beside its like. The keys of a
doubled row are made anew. A step that changes places with its neighbour changes the order of work
with it. The whole is checked again as ever.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal, get_args

from common.errors import Problem, Refused

Act = Literal["drop", "double", "earlier", "later"]
ACTS: tuple[Act, ...] = get_args(Act)
_STEPS = "procedure.steps"
_CONTENTS = "catalogue"
_AXES = ("aspects", "levels")
_LAST = re.compile(r"^(.*)\[(\d+)\]$")
_NUMBERED = re.compile(r"^(.*?)(?:_\d+)?$", re.S)


@dataclass(frozen=True, slots=True)
class Reshape:
    """What is done to the row at a path such as `procedure.steps[3].gates[0]`."""

    do: Act
    row: str


def rows_over(paths: Iterable[str]) -> tuple[str, ...]:
    """The rows of lists in which values at these paths lie, outer ones first."""
    found: dict[str, None] = {}
    for path in paths:
        found.update((path[: one.end()], None) for one in re.finditer(r"\[\d+\]", path))
    return tuple(found)


def reshaped(document: Mapping[str, Any], change: Reshape) -> dict[str, Any]:
    """The document with the row gone, with its like after it, or in another place of its list.

    Refused where it already stands first or last, where a step would leave its phase, and where no
    aspect and level are left for another group of contents.
    """
    whole = copy.deepcopy(dict(document))
    listed, rows, index = _list_at(whole, change.row)
    steps = listed == _STEPS
    if change.do in {"earlier", "later"}:
        _swap(rows, index - (change.do == "earlier"), steps=steps, row=change.row)
        return whole
    if change.do == "drop":
        gone = rows.pop(index)
        _left_out(whole, change.row)
        if steps:
            _follow(rows, gone["key"], gone.get("after") or [])
        return whole
    made = _like(rows[index], rows)
    if listed == _CONTENTS:
        made["aspect"], made["level"] = _free_place(whole, change.row)
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


def _swap(rows: list[Any], first: int, *, steps: bool, row: str) -> None:
    """Two neighbours change places; of steps the second then comes before the first."""
    if not 0 <= first < len(rows) - 1:
        raise Refused(Problem("已在最前或最后，不能再移", code="at_the_end", field=row))
    before, after = rows[first], rows[first + 1]
    if steps:
        if before["phase"] != after["phase"]:
            raise Refused(
                Problem(
                    f"“{before['name']}”与“{after['name']}”不在同一阶段，不能对调",
                    code="other_phase",
                    field=row,
                    remedy="只在同一阶段内调整先后",
                )
            )
        _turn_round(rows, before, after)
    rows[first], rows[first + 1] = after, before


def _turn_round(steps: list[dict[str, Any]], first: dict[str, Any], second: dict[str, Any]) -> None:
    """Where `second` waited for `first`, now `first` waits for it; what came after comes after."""
    waited = second.get("after") or []
    if first["key"] not in waited:
        return
    _follow(steps, second["key"], [first["key"]])
    others = (*(first.get("after") or []), *(key for key in waited if key != first["key"]))
    second["after"] = list(dict.fromkeys(others))
    first["after"] = [second["key"]]


def _free_place(document: Mapping[str, Any], row: str) -> tuple[str, str]:
    """The first aspect and level, in the document's order, without contents of their own."""
    aspects, levels = ([one["key"] for one in document.get(key, ())] for key in _AXES)
    taken = {(one["aspect"], one["level"]) for one in document[_CONTENTS]}
    for pair in product(aspects, levels):
        if pair not in taken:
            return pair
    raise Refused(
        Problem(
            "各方面、各层级都已有改造内容",
            code="no_place",
            field=row,
            remedy="先在“方面”或“层级”中另加一条，或在已有的一组里加条目",
        )
    )


def _list_at(document: dict[str, Any], row: str) -> tuple[str, list[Any], int]:
    path, number = _LAST.fullmatch(row).groups()  # type: ignore[union-attr]
    at: Any = document
    for word, place in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        at = at[int(place)] if place else at[word]
    return path, at, int(number)


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
    if "code" in row:
        made["code"] = _next_code(one["code"] for one in beside)
    for field in ("name", "title"):
        if isinstance(row.get(field), str):
            made[field] = f"{row[field]}（另一条）"
            break
    for nested in ("gates", "matters", "documents"):
        for inner in made.get(nested) or ():
            inner["key"] = _free(f"{made.get('key', 'row')}_{inner['key']}"[:56], set())
    return made


def _next_code(codes: Iterable[str]) -> str:
    """One more than the highest number among them."""
    return str(max((int(code) for code in codes if code.isdecimal()), default=0) + 1)


def _free(key: str, taken: set[Any]) -> str:
    stem = _NUMBERED.fullmatch(key).group(1)  # type: ignore[union-attr]
    number = 2
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}" if key in taken or stem != key else key

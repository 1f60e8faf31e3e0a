"""Facts typed for one rule: which are asked for, and a question from what was typed.

A form has a field per leaf of the shape of facts, tables with so many rows, and a field per fact of
the registry that the rule reads (`facts:KEY`, in a row of a table `members[0].facts:KEY`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from common.errors import Problem, Refused
from policies.loading.facts import SHAPES, Question, question, validated
from policies.loading.leaves import Leaf, leaves, row_fields
from policies.loading.shapes import FactsShape, Shape, Text
from policies.rules.evaluation import text
from policies.rules.fact_words import FactKind

ROWS = 4  # rows of a table of facts that are offered
_NAME = "facts"
_FACT = "facts:"
NONE = "none:"  # before the name of a list that is known to be empty, which blank does not say
_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


class CandidateShape(Shape):
    """A candidate as a row: its name, and what is known of it."""

    name: Text
    facts: dict[str, str] = {}


class RankingRows(FactsShape):
    """Candidates as a form has them; a file has them by name."""

    kind: Literal["ranking"]
    candidates: list[CandidateShape]


FORMS: dict[str, type[FactsShape]] = {**SHAPES, "ranking": RankingRows}


@dataclass(frozen=True, slots=True)
class FactField:
    """A fact that the chosen rule reads: its name in the question, its kind, the row it is in."""

    name: str
    kind: FactKind
    row: str = ""

    @property
    def path(self) -> str:
        """The name of its field in a form."""
        return f"{self.row}.{_FACT}{self.name}" if self.row else f"{_FACT}{self.name}"


def fact_leaves(
    kind: str,
    facts: Mapping[str, Any],
    *,
    rows: int = ROWS,
    known: Mapping[str, Collection[str]],
    hidden: Collection[str] = (),
) -> list[Leaf]:
    """What a kind of question asks for, filled from `facts`; tables with at least so many rows."""
    data = as_rows(kind, facts)
    for name in row_fields(FORMS[kind]):
        filled = list(data.get(name) or ())
        data[name] = filled + [{} for _ in range(rows - len(filled))]
    found = leaves(FORMS[kind], data, known=known, hidden=hidden)
    return [leaf for leaf in found if leaf.kind != "pairs" and leaf.path != "kind"]


def takes_facts(kind: str) -> bool:
    """Whether facts of the registry are asked for beside the rest."""
    return _NAME in FORMS[kind].model_fields


def open_lists(kind: str) -> list[str]:
    """The lists that may be unknown, which is not the same as empty."""
    fields = FORMS[kind].model_fields
    return [
        name
        for name, info in fields.items()
        if info.default is None and "list[" in str(info.annotation)
    ]


def as_rows(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as a file has them in the way a form has them."""
    data = dict(facts)
    if kind == "ranking" and isinstance(data.get("candidates"), Mapping):
        data["candidates"] = [
            {"name": name, _NAME: known} for name, known in data["candidates"].items()
        ]
    return data


def typed(
    kind: str, facts: Mapping[str, Any], asked: Iterable[Leaf], read: Iterable[FactField]
) -> dict[str, Any]:
    """Facts as they would have been typed: path → text; the way back of `read_facts`."""
    data = as_rows(kind, facts)
    found = {leaf.path: leaf.shown() for leaf in asked if _given(data, leaf.path) is not None}
    for fact in read:
        holder = _given(data, fact.row) if fact.row else data
        value = ((holder or {}).get(_NAME) or {}).get(fact.name)
        if value is not None:
            found[fact.path] = text(value)
    for name in open_lists(kind):
        if data.get(name) == []:
            found[f"{NONE}{name}"] = "on"
    return found


def read_facts(
    kind: str, given: Mapping[str, Any], asked: Iterable[Leaf], read: Iterable[FactField] = ()
) -> dict[str, Any]:
    """Typed facts (path → text) as plain data; what is blank is left out, and so are blank rows.

    Raises Refused where two candidates go by one name.
    """
    asked, read = list(asked), list(read)
    body: dict[str, Any] = {"kind": kind, **_leaves_given(given, asked, read)}
    for fact in read:
        value = str(given.get(fact.path) or "").strip()
        if value:
            _holder(body, fact.row).setdefault(_NAME, {})[fact.name] = value
    for name in row_fields(FORMS[kind]):
        if name in body:
            body[name] = list(body[name].values())
    for name in open_lists(kind):
        if given.get(f"{NONE}{name}"):
            body.setdefault(name, [])
    return _by_name(body) if kind == "ranking" else body


def _leaves_given(
    given: Mapping[str, Any], asked: list[Leaf], read: list[FactField]
) -> dict[str, Any]:
    """Leaves outside tables, and those of rows in which anything was typed."""
    body: dict[str, Any] = {}
    filled = {_row(leaf.path) for leaf in asked if _says(leaf, given)}
    filled |= {fact.row for fact in read if str(given.get(fact.path) or "").strip()}
    for leaf in asked:
        row = _row(leaf.path)
        value = leaf.read(given.get(leaf.path, ""))
        blank = value in (None, "", []) and not leaf.required
        if not blank and (not row or row in filled):
            _put(body, leaf.path, value)
    return body


def to_question(body: Mapping[str, Any], asked: Iterable[Leaf] = ()) -> Question:
    """Plain data as a checked question; problems at the path of their leaf, where it has one."""
    try:
        return question(validated([dict(body)], SHAPES, "", strict=False)[0])
    except Refused as refusal:
        paths = [leaf.path for leaf in asked]
        raise Refused([_placed(one, paths) for one in refusal.problems]) from refusal


def _by_name(body: dict[str, Any]) -> dict[str, Any]:
    rows = body.get("candidates", [])
    names = [row.get("name") for row in rows]
    problems = [
        Problem(
            "这个名称前面已经用过" if name else "还没有填",
            code="twice" if name else "missing",
            field=f"candidates[{index}].name",
            value=str(name or ""),
            remedy="每个小区一行，名称各不相同",
        )
        for index, name in enumerate(names)
        if not name or name in names[:index]
    ]
    if problems:
        raise Refused(problems)
    return body | {"candidates": {row["name"]: row.get(_NAME, {}) for row in rows}}


def _row(path: str) -> str:
    """The row of a table that a path lies in; "" outside any."""
    return path[: path.index("]") + 1] if "]" in path else ""


def _says(leaf: Leaf, given: Mapping[str, Any]) -> bool:
    """Whether it was typed; a choice that always says something says nothing of its row."""
    always = leaf.kind in {"choice", "yes_no"} and not leaf.required
    return bool(_row(leaf.path)) and bool(given.get(leaf.path)) and not always


def _parts(path: str) -> list[str | int]:
    return [int(number) if number else word for number, word in _PART.findall(path)]


def _put(body: dict[str, Any], path: str, value: Any) -> None:
    *way, last = _parts(path)
    at: Any = body
    for part in way:
        at = at.setdefault(part, {})
    at[last] = value


def _holder(body: dict[str, Any], row: str) -> dict[str, Any]:
    at: Any = body
    for part in _parts(row):
        at = at.setdefault(part, {})
    return cast("dict[str, Any]", at)


def _given(data: Any, path: str) -> Any:
    at = data
    for part in _parts(path):
        if isinstance(part, int):
            at = at[part] if isinstance(at, list) and part < len(at) else None
        else:
            at = at.get(part) if isinstance(at, Mapping) else None
        if at is None:
            return None
    return at


def _placed(problem: Problem, paths: list[str]) -> Problem:
    path = problem.field.partition("[0]")[2].lstrip(".")
    under = [one for one in paths if one == path or one.startswith((f"{path}.", f"{path}["))]
    if problem.code == "missing" or problem.value == "None":
        told = Problem("还没有填", code=problem.code, remedy="填上再算")
    else:
        told = replace(problem, remedy="")
    return replace(told, field=under[0] if under else path)

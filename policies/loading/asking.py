"""Facts typed for one rule: which are asked for, and a question from what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from common.errors import Problem, Refused
from policies.loading.editing import put_at
from policies.loading.facts import SHAPES, Question, question, validated
from policies.loading.leaves import Leaf, leaves, row_fields
from policies.rules.fact_words import FactKind
from policies.rules.vocabulary import FACTS

ROWS = 4  # rows of a table of facts that are offered beyond those filled in
_NAME = "facts"
_FACT = "facts:"


@dataclass(frozen=True, slots=True)
class FactField:
    """A fact that the chosen rule reads: the name it goes by in the question, and its kind."""

    name: str
    kind: FactKind


def fact_leaves(kind: str, tables: Mapping[str, int], known: Mapping[str, Any]) -> list[Leaf]:
    """What a kind of question asks for, tables with so many rows."""
    rows: dict[str, Any] = {name: [{}] * count for name, count in tables.items()}
    found = leaves(SHAPES[kind], rows, known=known)
    return [leaf for leaf in found if leaf.kind != "pairs" and leaf.path != "kind"]


def tables_of(kind: str) -> list[str]:
    """The fields of a kind of question that hold rows."""
    return row_fields(SHAPES[kind])


def takes_facts(kind: str) -> bool:
    """Whether facts of the registry are asked for beside the rest."""
    return _NAME in SHAPES[kind].model_fields


def facts_read(rule: Any, own: Mapping[str, FactKind]) -> list[FactField]:
    """The facts that a rule reads, wherever in it, in reading order."""
    registry = {**FACTS, **own}
    names = dict.fromkeys(_names(rule))
    return [
        FactField(name, registry[key])
        for name in names
        if (key := name.partition("@")[0]) in registry
    ]


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for one in value:
            yield from _names(one)
    elif is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.name in {"fact", "of"} and isinstance(inner, str) and inner:
                scope = getattr(value, "scope", "") if field.name == "fact" else ""
                yield f"{inner}@{scope}" if scope else inner
            else:
                yield from _names(inner)


def read_facts(kind: str, given: Mapping[str, Any], asked: Iterable[Leaf]) -> dict[str, Any]:
    """Typed facts (path → text, `facts:` + name → text) as plain data; blank ones are left out."""
    body: dict[str, Any] = {"kind": kind}
    filled = {_row(leaf) for leaf in asked if _says(leaf, given)}
    for leaf in asked:
        if _row(leaf) and _row(leaf) not in filled:
            continue
        value = leaf.read(given.get(leaf.path, ""))
        if value in (None, "", []) and not leaf.required:
            continue
        put_at(body, leaf.path, value)
    for name, value in body.items():
        if isinstance(value, dict) and value and all(isinstance(key, int) for key in value):
            body[name] = list(value.values())
    typed = {name.removeprefix(_FACT): text for name, text in given.items() if _FACT in name}
    facts = {name: str(text).strip() for name, text in typed.items() if str(text).strip()}
    if facts:
        body[_NAME] = facts
    return body


def to_question(body: Mapping[str, Any], asked: Iterable[Leaf] = ()) -> Question:
    """Plain data as a checked question; problems at the path of their leaf, where it has one."""
    try:
        return question(validated([dict(body)], SHAPES, "", strict=False)[0])
    except Refused as refusal:
        paths = [leaf.path for leaf in asked]
        raise Refused([_placed(one, paths) for one in refusal.problems]) from refusal


def _row(leaf: Leaf) -> str:
    """The row of a table that a leaf stands in; "" outside any."""
    return leaf.row if "[" in leaf.row else ""


def _says(leaf: Leaf, given: Mapping[str, Any]) -> bool:
    text = given.get(leaf.path, "")
    return bool(_row(leaf)) and bool(text) and leaf.required


def _placed(problem: Problem, paths: list[str]) -> Problem:
    path = problem.field.partition("[0]")[2].lstrip(".")
    under = [one for one in paths if one == path or one.startswith((f"{path}.", f"{path}["))]
    if problem.code == "missing" or problem.value == "None":
        told = Problem("还没有填", code=problem.code, remedy="填上再算")
    else:
        told = replace(problem, remedy="")
    return replace(told, field=under[0] if under else path)

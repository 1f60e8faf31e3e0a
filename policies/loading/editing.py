"""A policy document edited rule by rule: which rules there are, and a document with one changed.

The document stays what counts: a form changes values of it, and the whole is checked again by the
same loader. Rows can be added, taken out and moved (`reshaping`); keys, and what a condition looks
at, are written in the file.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from common.errors import Problem, Refused
from policies.loading.leaves import Leaf, leaves
from policies.loading.parse import Parsed, parse_document
from policies.loading.reshaping import Reshape, reshaped, rows_over
from policies.loading.schema import PolicyShape
from policies.rules.field_labels import WORDS
from policies.rules.field_words import label
from policies.rules.vocabulary import SOURCES

HEAD = "head"
HEAD_FIELDS = ("title", "short", "document", "issued", "effective", "sources", "notes")
# Sections and parts of sections whose rows are rules with a form of their own.
SPLIT = frozenset(
    {
        "catalogue", "conflicts", "eligibility", "notices", "procedure.steps", "quotas",
        "registers", "reviews", "rounds", "shares.lines", "streams", "utilities",
    }
)  # fmt: skip
# Keys and what hangs on them: changing these changes the structure.
FIXED = frozenset(
    {
        "Adjust.measure", "Catalogue.aspect", "Catalogue.level", "Condition.fact",
        "Condition.one_of", "Condition.scope",
        "Conflict.theme", "Gate.fact", "Gate.of", "Gate.scope", "OwnFact.value", "Payer.kind",
        "Premise.fact", "Premise.of", "Premise.one_of", "Step.after", "Step.kind",
        "Item.code", "Step.moves_to", "Step.phase", "Step.reaches", "Step.subject", "Test.measures",
        "Test.numerator", "TierStep.measure", "TierStep.times", "Unit.kind", "id", "key",
    }
)  # fmt: skip
UNSHAPED = frozenset({"policy", "place", "programme"})
_PART = re.compile(r"[^.\[\]]+|\[\d+\]")


@dataclass(frozen=True, slots=True)
class EditedRule:
    """A rule that has a form: its address (`rounds.second`), name, section, place in the file."""

    key: str
    title: str
    section: str
    path: str
    leaves: tuple[Leaf, ...]


def rules_of(document: Mapping[str, Any]) -> tuple[EditedRule, ...]:
    """Every rule of a document that can be edited, in the file's order."""
    return tuple(_rules(document))


def rule_of(document: Mapping[str, Any], key: str) -> EditedRule | None:
    """The rule of that address."""
    return next((one for one in _rules(document) if one.key == key), None)


def doubled(document: Mapping[str, Any], rule: EditedRule) -> str:
    """The address of the rule that stands after a rule that was just doubled."""
    path, _, index = rule.path.removesuffix("]").rpartition("[")
    after = f"{path}[{int(index) + 1}]"
    return next((one.key for one in _rules(document) if one.path == after), rule.key)


def edited(
    document: Mapping[str, Any],
    rule: EditedRule,
    values: Mapping[str, Any],
    reshape: Reshape | None = None,
) -> Parsed:
    """The document with a rule's leaves as given (path → typed value), checked as a whole.

    A leaf that is not given stays. A part that may be left out is, when all its texts are blank.
    `reshape`: then with a row less or more. Raises Refused with every problem, at the path of its
    leaf where there is one, else with the name of the rule that it is about.
    """
    unknown = sorted(set(values) - {leaf.path for leaf in rule.leaves})
    if unknown:
        raise Refused([_unknown(path) for path in unknown])
    changed = _with_values(document, rule, values)
    if reshape is not None:
        if reshape.row not in rows_over(leaf.path for leaf in rule.leaves):
            raise Refused(_unknown(reshape.row))
        changed = reshaped(changed, reshape)
    try:
        return parse_document(changed)
    except Refused as refusal:
        own = None if reshape else rule
        raise Refused([_placed(one, own, changed) for one in refusal.problems]) from refusal


def _with_values(
    document: Mapping[str, Any], rule: EditedRule, values: Mapping[str, Any]
) -> dict[str, Any]:
    changed = copy.deepcopy(dict(document))
    for leaf in rule.leaves:
        if leaf.path in values:
            put_at(changed, leaf.path, leaf.read(values[leaf.path]))
    for part in dict.fromkeys(leaf.optional for leaf in rule.leaves if "." in leaf.optional):
        if _all_blank(changed, part, rule.leaves):
            put_at(changed, part, None)
    return changed


def _rules(document: Mapping[str, Any]) -> Iterator[EditedRule]:
    known = _known(document)
    head = tuple(leaves(PolicyShape, document, hidden=_others(*HEAD_FIELDS)))
    yield EditedRule(HEAD, label("", HEAD), HEAD, "", head)
    for section in PolicyShape.model_fields:
        value = document.get(section)
        if value and section not in {*UNSHAPED, *HEAD_FIELDS}:
            hidden = FIXED | _others(section)
            found = list(leaves(PolicyShape, document, hidden=hidden, known=known))
            yield from _split(document, section, found)


def _others(*sections: str) -> set[str]:
    return {f"Policy.{one}" for one in PolicyShape.model_fields if one not in sections}


def _split(document: Mapping[str, Any], section: str, found: list[Leaf]) -> Iterator[EditedRule]:
    """The section itself, then each row that is a rule of its own."""
    value = document[section]
    rows: list[EditedRule] = []
    taken: set[str] = set()
    for part in (section, *(f"{section}.{key}" for key in value if isinstance(value, dict))):
        if part not in SPLIT:
            continue
        listed = value if part == section else value[part.removeprefix(f"{section}.")]
        for index, row in enumerate(listed):
            path = f"{part}[{index}]"
            own = tuple(leaf for leaf in found if (leaf.path + ".").startswith(f"{path}."))
            taken |= {leaf.path for leaf in own}
            key, title = _named(document, row)
            rows.append(EditedRule(f"{part}.{key}", title, section, path, own))
    rest = tuple(leaf for leaf in found if leaf.path not in taken)
    if rest:
        yield EditedRule(section, label("Policy", section), section, section, rest)
    yield from rows


def _named(document: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[str, str]:
    """The key and the title of a rule; contents go by the names of their aspect and level."""
    if "aspect" in row:
        axes = [(row["aspect"], "aspects"), (row["level"], "levels")]
        names = (
            next((one["name"] for one in document.get(where, ()) if one["key"] == key), key)
            for key, where in axes
        )
        return f"{row['aspect']}-{row['level']}", " · ".join(names)
    key = row.get("key") or row["id"]
    return key, row.get("name") or row.get("title", key)


def _known(document: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The keys that lists and mappings of keys may hold, by field."""
    shares = document.get("shares") or {}
    tags = (*WORDS["tags"], *(row["key"] for row in document.get("cost_tags", ())))
    payers = tuple(row["key"] for row in shares.get("payers", ()))
    units = tuple(row["key"] for row in document.get("units", ()))
    contents = _contents(document)
    return {
        "apart": tags,
        "choice": payers,
        "channels": tuple(WORDS["admits_channels"]),
        "excluded": tags,
        "first": contents,
        "forbids": tags,
        "instead": _papers(document),
        "items": contents,
        "lacks": tags,
        "levels": tuple(row["key"] for row in document.get("levels", ())),
        "outside": tags,
        "owed_by": units,
        "over": tuple(row["key"] for row in shares.get("lines", ())),
        "parts": payers,
        "rounds": tuple(row["key"] for row in document.get("rounds", ())),
        "sources": tuple(SOURCES),
        "supporters": units,
        "tags": tags,
        "then": contents,
        "uses": tags,
    }


def _papers(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Every document that some step asks for."""
    steps = (document.get("procedure") or {}).get("steps", ())
    return tuple(need["key"] for step in steps for need in step.get("documents", ()))


def _contents(document: Mapping[str, Any]) -> tuple[str, ...]:
    """What names contents: an aspect, a level of it, or one item."""
    found: list[str] = []
    for rows in document.get("catalogue", ()):
        level = f"{rows['aspect']}/{rows['level']}"
        items = (f"{level}/{item['code']}" for item in rows["items"])
        found += [rows["aspect"], level, *items]
    return tuple(dict.fromkeys(found))


def _steps(path: str) -> list[str | int]:
    return [int(part[1:-1]) if part.startswith("[") else part for part in _PART.findall(path)]


def put_at(document: dict[str, Any], path: str, value: Any) -> None:
    """Set a value; mappings on the way that are not there are made, a blank share is taken out."""
    *way, last = _steps(path)
    at: Any = document
    for part in way:
        if isinstance(at, dict) and at.get(str(part)) is None:
            at[part] = {}
        at = at[part]
    if way and way[-1] == "parts" and value is None:
        at.pop(last, None)
    else:
        at[last] = value


def _all_blank(document: dict[str, Any], part: str, found: tuple[Leaf, ...]) -> bool:
    inside = [leaf for leaf in found if leaf.optional == part]
    asked = [leaf for leaf in inside if leaf.kind not in {"choice", "yes_no"}]
    return not any(at_path(document, leaf.path) for leaf in asked)


def at_path(document: Any, path: str) -> Any:
    """What stands at a path; None where nothing does, the document itself at ""."""
    at = document
    for part in _steps(path):
        if at is None:
            return None
        at = at[part] if isinstance(part, int) else at.get(part)
    return at


def _placed(problem: Problem, rule: EditedRule | None, document: Mapping[str, Any]) -> Problem:
    """The problem at its leaf, or at the first leaf under its path; else by the rule's name."""
    path = problem.field.partition(": ")[2]
    for leaf in rule.leaves if rule else ():
        if path == leaf.path or path.startswith(f"{leaf.path}["):
            return replace(problem, field=leaf.path)
    under = [leaf.path for leaf in rule.leaves if leaf.path.startswith(f"{path}.")] if rule else []
    if under:
        return replace(problem, field=under[0])
    around = [one for one in _rules(document) if one.path and _inside(path, one.path)]
    if not around:
        return replace(problem, field=path)
    other = max(around, key=lambda one: len(one.path))
    return replace(problem, message=f"“{other.title}”：{problem.message}", field=path)


def _inside(path: str, outer: str) -> bool:
    return path == outer or path.startswith((f"{outer}.", f"{outer}["))


def _unknown(path: str) -> Problem:
    return Problem(
        "这条规则没有这一项，或须在政策文件中修改",
        code="unknown_path",
        field=path,
        remedy="所能修改的各项见 rules",
    )

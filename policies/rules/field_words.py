"""A policy's fields and values in words, for differences, forms and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from common.explanations import Clause
from policies.rules.field_labels import LABELS, SHAPES, WORDS
from policies.rules.policy_model import Policy
from policies.rules.shares_explained import share_text

NOTHING = "（无）"
ELSEWHERE = "（上位规定）"
T = TypeVar("T")


def label(owner: str, field: str) -> str:
    """What a field is called; `owner` is the name of the rule's class, or of its shape."""
    return _own(LABELS, owner, field) or LABELS.get(field, field)


def words(policy: Policy, owner: str, field: str, value: Any) -> str:
    """A value as a person reads it; keys become the policy's own names."""
    if value in _EMPTY:
        return NOTHING
    if is_dataclass(value):
        return _clause(value) if isinstance(value, Clause) else summary(policy, value)
    if isinstance(value, tuple | frozenset):
        parts = [words(policy, owner, field, one) for one in value]
        return "、".join(sorted(parts) if isinstance(value, frozenset) else parts)
    if isinstance(value, Mapping):
        known = options_of(policy, owner, field)
        return "；".join(
            f"{known.get(key, key)} {words(policy, owner, '', one)}" for key, one in value.items()
        )
    known = options_of(policy, owner, field)
    return known[value] if value in known else _open(policy, owner, field, value)


def _open(policy: Policy, owner: str, field: str, value: Any) -> str:
    """A value without words of its own; what a wider layer states has its name there."""
    if isinstance(value, Fraction) and owner == "ConsentTest":
        return f"{value.numerator}/{value.denominator}"
    if (owner, field) == ("Policy", "wider"):
        return f"{label('Policy', str(value).partition('.')[0])}{ELSEWHERE}"
    elsewhere = field in _REFERS and any(one.endswith(f".{value}") for one in policy.wider)
    return ELSEWHERE if elsewhere else _exact(value)


def options_of(policy: Policy, owner: str, field: str) -> Mapping[Any, str]:
    """Every value that a field may take, in words; empty where it is open."""
    known = _own(WORDS, owner, field)
    names = _own(_NAMES, owner, field)
    if known is None and names is None:
        known, names = WORDS.get(field), _NAMES.get(field)
    if known:
        return {**known, **_own_words(policy, field)}
    return names(policy) if names else {}


def _own_words(policy: Policy, field: str) -> dict[str, str]:
    """What the policy adds to fixed words: its own kinds of cost, the facts that it declares."""
    if field in _TAGGED:
        shared = policy.shares.tag_names if policy.shares else ()
        return {**dict(shared), **{k: v for one in policy.streams for k, v in one.tag_names}}
    return _own_facts(policy) if field in {"fact", "of"} else {}


def _own(table: Mapping[str, T], owner: str, field: str) -> T | None:
    """The entry of a field of one class; the file's shapes go by shorter names."""
    return table.get(f"{owner}.{field}") or table.get(f"{SHAPES.get(owner, '')}.{field}")


def words_in(policy: Policy, row: Any, field: str) -> str:
    """The same for a field of a row; a reading goes by its text, which only its row knows."""
    value, owner = getattr(row, field), type(row).__name__
    if owner == "Conflict" and field in {"proposed", "applied"}:
        return next((one.text for one in row.readings if one.key == value), str(value))
    return words(policy, owner, field, value)


def summary(policy: Policy, row: Any) -> str:
    """A whole rule in one line: its name, then what it asks, without paraphrase and clauses."""
    owner = type(row).__name__
    parts = []
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name not in _UNSAID | _SAID.get(owner, set()) and value not in _EMPTY:
            shown = words_in(policy, row, field.name)
            parts.append(f"{label(owner, field.name)} {shown}")
    head = "" if owner in _NAMELESS else name_of(policy, row)
    return "：".join(part for part in (head, "，".join(parts)) if part)


def name_of(policy: Policy, row: Any) -> str:
    """What a row is called in the policy; a rule without a name by what it says."""
    owner = type(row).__name__
    if owner == "ConsentTest":
        who = words(policy, owner, "numerator", row.numerator)
        return f"{who}（{words(policy, owner, 'measure', row.measure)}）"
    if owner == "Part":
        return words(policy, owner, "payer", row.payer)
    if owner in {"Condition", "Exclusion"}:
        return words(policy, owner, "fact", row.fact)
    if owner == "Band":
        return f"{row.points} 分"
    named = (getattr(row, field, "") for field in _CALLED)
    return next((str(one) for one in named if one), owner)


def _clause(one: Clause) -> str:
    return f"{one.document} {one.section}".strip()


def _exact(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in _YES_NO:
        return _YES_NO[value]
    if isinstance(value, Fraction):
        return share_text(value)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _names(rows: Iterable[Any]) -> dict[str, str]:
    return {row.key: row.name for row in rows}


def _own_facts(policy: Policy) -> dict[str, str]:
    return {fact.key: fact.kind.label for fact in policy.facts}


def _contents(policy: Policy) -> dict[str, str]:
    """Items of the catalogue, and the aspects and levels that stand for all of theirs."""
    levels = _names(policy.levels)
    found = _names(policy.aspects)
    for aspect in policy.aspects:
        found |= {f"{aspect.key}/{key}": f"{aspect.name}{name}" for key, name in levels.items()}
    return found | {item.key: item.name for item in policy.catalogue}


def _phases(policy: Policy) -> dict[str, str]:
    return _names(policy.procedure.phases) if policy.procedure else {}


def _whoever(policy: Policy) -> dict[str, str]:
    return _payers(policy) | _units(policy)


def _units(policy: Policy) -> dict[str, str]:
    return _names(policy.units)


def _payers(policy: Policy) -> dict[str, str]:
    return _names(policy.shares.payers) if policy.shares else {}


def _lines(policy: Policy) -> dict[str, str]:
    return _names(policy.shares.every_line) if policy.shares else {}


def _steps(policy: Policy) -> dict[str, str]:
    return _names(policy.procedure.steps) if policy.procedure else {}


def _subjects(policy: Policy) -> dict[str, str]:
    scored = policy.priority.scores if policy.priority else ()
    return _names((*policy.rounds, *policy.notices, *policy.reviews, *scored))


def _scopes(policy: Policy) -> dict[str, str]:
    steps = policy.procedure.steps if policy.procedure else ()
    papers = _names(one for step in steps for one in step.documents)
    return WORDS["Checklist.of"] | _subjects(policy) | papers


def _places(policy: Policy) -> dict[str, str]:
    return _names(policy.government.places) if policy.government else {}


def _givers(policy: Policy) -> dict[str, str]:
    return _names(policy.government.levels) if policy.government else {}


_NAMES: dict[str, Callable[[Policy], Mapping[str, str]]] = {
    "AcceptanceRule.owners_body": _units,
    "Discharge.filing": lambda policy: _names(policy.obligations),
    "Discharge.step": _steps,
    "ItemList.items": _contents,
    "Limit.end": _steps,
    "Limit.start": _steps,
    "Obligation.by": _units,
    "OwnFact.place_type": _places,
    "OwnFact.step": _steps,
    "Phase.parent": _phases,
    "Premise.track": lambda policy: _names(policy.tracks),
    "Segment.builds": _whoever,
    "Segment.maintains": _whoever,
    "Segment.owner_after": _whoever,
    "SequenceRule.first": _contents,
    "SequenceRule.then": _contents,
    "after": _steps,
    "BaseStep.overflow_to": _payers,
    "OnTimeStep.of": _givers,
    "Part.payer": lambda policy: _payers(policy) | _givers(policy),
    "ReimburseStep.of": _payers,
    "against": _payers,
    "choice": _payers,
    "other": _payers,
    "pays": _givers,
    "OnTimeStep.places": _places,
    "SplitRow.places": _places,
    "relieves": _payers,
    "aspect": lambda policy: _names(policy.aspects),
    "lead": _units,
    "level": lambda policy: _names(policy.levels),
    "levels": lambda policy: _names(policy.levels),
    "overflow_to": _payers,
    "over": _lines,
    "overhead_over": _lines,
    "owed_by": _units,
    "issuer": _units,
    "owner": _units,
    "Warranty.after": _units,
    "Warranty.by": _units,
    "Party.unit": _units,
    "payer": _payers,
    "phase": _phases,
    "receiver": _units,
    "given_by": _units,
    "scope": _scopes,
    "social_lowers": _payers,
    "subject": _subjects,
    "supporters": _units,
}
# What `summary` leaves out: said by the name, or no part of what is asked.
_UNSAID = frozenset(
    {"key", "id", "name", "title", "says", "clauses", "payer_names", "tag_names", "writer"}
)
_TAGGED = frozenset({"tags", "excluded", "uses", "forbids", "outside", "apart", "lacks"})
_CALLED = ("name", "title", "label", "says", "text", "key")
_REFERS = frozenset({"scope", "subject", "round", "notice"})
_YES_NO = {"true": "是", "false": "否"}
_SAID = {
    "ConsentTest": {"numerator", "measure"},
    "Part": {"payer"},
    "Condition": {"fact"},
    "Exclusion": {"fact"},
    "Band": {"points"},
    "FactKind": {"label"},
    "Procedure": {"checklists", "issued", "limits", "obligations", "terms"},
}
_NAMELESS = frozenset(
    {"Cap", "Counting", "Deadline", "Discharge", "Premise", "ResidentsRule", "Variant", "Waiver"}
)
_EMPTY: tuple[Any, ...] = (None, "", (), frozenset(), {})

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
    if isinstance(value, Fraction) and owner == "ConsentTest":
        return f"{value.numerator}/{value.denominator}"
    known = options_of(policy, owner, field)
    return known[value] if value in known else _exact(value)


def options_of(policy: Policy, owner: str, field: str) -> Mapping[Any, str]:
    """Every value that a field may take, in words; empty where it is open."""
    known = _own(WORDS, owner, field) or WORDS.get(field)
    if known:
        own = policy.shares.tag_names if policy.shares and field in {"tags", "excluded"} else ()
        return {**known, **dict(own)}
    names = _own(_NAMES, owner, field) or _NAMES.get(field)
    return names(policy) if names else {}


def _own(table: Mapping[str, T], owner: str, field: str) -> T | None:
    """The entry of a field of one class; the file's shapes go by shorter names."""
    return table.get(f"{owner}.{field}") or table.get(f"{SHAPES.get(owner, '')}.{field}")


def summary(policy: Policy, row: Any) -> str:
    """A whole rule in one line: its name, then what it asks, without paraphrase and clauses."""
    owner = type(row).__name__
    parts = []
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name not in _UNSAID | _SAID.get(owner, set()) and value not in _EMPTY:
            shown = words(policy, owner, field.name, value)
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
    named = (getattr(row, field, "") for field in ("name", "title", "says", "text", "key"))
    return next((str(one) for one in named if one), owner)


def _clause(one: Clause) -> str:
    return f"{one.document} {one.section}".strip()


def _exact(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return share_text(value)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _names(rows: Iterable[Any]) -> dict[str, str]:
    return {row.key: row.name for row in rows}


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
    return _subjects(policy) | _names(one for step in steps for one in step.documents)


def _places(policy: Policy) -> dict[str, str]:
    return _names(policy.government.places) if policy.government else {}


def _givers(policy: Policy) -> dict[str, str]:
    return _names(policy.government.levels) if policy.government else {}


_NAMES: dict[str, Callable[[Policy], Mapping[str, str]]] = {
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
    "phase": lambda policy: _names(policy.procedure.phases) if policy.procedure else {},
    "receiver": _units,
    "given_by": _units,
    "scope": _scopes,
    "social_lowers": _payers,
    "subject": _subjects,
    "supporters": _units,
}
# What `summary` leaves out: said by the name, or no part of what is asked.
_UNSAID = frozenset({"key", "id", "name", "title", "says", "clauses"})
_SAID = {
    "ConsentTest": {"numerator", "measure"},
    "Part": {"payer"},
    "Condition": {"fact"},
    "Exclusion": {"fact"},
    "Band": {"points"},
}
_NAMELESS = frozenset({"Deadline", "Cap", "Counting"})
_EMPTY: tuple[Any, ...] = (None, "", (), frozenset(), {})

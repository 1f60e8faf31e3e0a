"""A policy's fields and values in words, for differences, forms and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from common.explanations import Clause
from policies.rules.field_labels import LABELS, SHAPES, WORDS
from policies.rules.field_names import NAMES, own_facts
from policies.rules.government_model import SplitRow
from policies.rules.policy_model import Policy
from policies.rules.premise_model import Premise, Premises
from policies.rules.shares_explained import share_text
from policies.rules.tier_words import table_words
from policies.rules.vocabulary import FACTS

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
    if (owner, field) == ("FactKind", "words"):
        return "、".join(value.values())
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
    names = _own(NAMES, owner, field)
    if known is None and names is None:
        known, names = WORDS.get(field), NAMES.get(field)
    if known:
        return {**known, **_own_words(policy, field)}
    return names(policy) if names else {}


def _own_words(policy: Policy, field: str) -> dict[str, str]:
    """What the policy adds to fixed words: its own kinds of cost, the facts that it declares."""
    if field in _TAGGED:
        shared = policy.shares.tag_names if policy.shares else ()
        return {**dict(shared), **{k: v for one in policy.streams for k, v in one.tag_names}}
    return own_facts(policy) if field in {"fact", "of"} else {}


def _own(table: Mapping[str, T], owner: str, field: str) -> T | None:
    """The entry of a field of one class; the file's shapes go by shorter names."""
    names = (owner, SHAPES.get(owner, ""), f"{owner}Rule")
    return next((found for one in names if (found := table.get(f"{one}.{field}"))), None)


def words_in(policy: Policy, row: Any, field: str) -> str:
    """The same for a field of a row; a reading goes by its text, which only its row knows."""
    value, owner = getattr(row, field), type(row).__name__
    if field == "values" and owner in {"Premise", "Condition"}:
        known = _answers(policy, row.fact)
        return "、".join(known.get(one) or words(policy, owner, field, one) for one in value)
    if owner == "Conflict" and field in {"proposed", "applied"}:
        return next((one.text for one in row.readings if one.key == value), str(value))
    return words(policy, owner, field, value)


def summary(policy: Policy, row: Any) -> str:
    """A whole rule in one line: its name, then what it asks, without paraphrase and clauses."""
    owner = type(row).__name__
    if owner in _ONE_LINE:
        return name_of(policy, row)
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
    if owner in _ONE_LINE:
        return _ONE_LINE[owner](policy, row)
    if owner in _CALLED_BY:
        return _CALLED_BY[owner](policy, row)
    named = (getattr(row, field, "") for field in _CALLED)
    return next((str(one) for one in named if one), owner)


def _answers(policy: Policy, fact: str) -> Mapping[str, str]:
    """What may be answered to a fact of words, by key."""
    own = policy.terms.facts.get(fact)
    kind = own.kind if own else FACTS.get(fact)
    return kind.words if kind else {}


def _premise(policy: Policy, row: Premise) -> str:
    """资金支持来源 发改资金; 不是：符合“优化审批范围”."""
    turned = "" if row.holds else "不是："
    if not row.fact:
        asked = next(one for one in ("track", "within", "outside") if getattr(row, one))
        return f"{turned}{label('Premise', asked)}“{words_in(policy, row, asked)}”"
    asked = words(policy, "Premise", "fact", row.fact)
    if row.values == ("true",):
        return f"{turned}{asked}"
    sign = "" if row.operator == "=" else f"{words_in(policy, row, 'operator')} "
    return f"{turned}{asked} {sign}{words_in(policy, row, 'values')}"


def _premises(policy: Policy, rows: Premises) -> str:
    return "，且 ".join(_premise(policy, row) for row in rows) or "其余情形"


def _places(policy: Policy, row: SplitRow) -> str:
    return words(policy, "SplitRow", "places", row.places) if row.places else "其余各地"


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


# Rows that say all they say in one line, and rows without a name of their own.
_ONE_LINE: dict[str, Callable[[Policy, Any], str]] = {
    "Premise": _premise,
    "TierTable": lambda _, row: table_words(row),
}
_CALLED_BY: dict[str, Callable[[Policy, Any], str]] = {
    "Band": lambda _, row: f"{row.points} 分",
    "Condition": lambda policy, row: words(policy, "Condition", "fact", row.fact),
    "Discharge": lambda policy, row: words(policy, "Discharge", "step", row.step),
    "Exclusion": lambda policy, row: words(policy, "Exclusion", "fact", row.fact),
    "Part": lambda policy, row: words(policy, "Part", "payer", row.payer),
    "SplitRow": _places,
    "Variant": lambda policy, row: _premises(policy, row.when),
    "Waiver": lambda policy, row: row.says or _premises(policy, row.when),
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
    "SplitRow": {"places"},
    "Until": {"group"},
    "Band": {"points"},
    "FactKind": {"label"},
    "Procedure": {"checklists", "issued", "limits", "obligations", "terms"},
}
_NAMELESS = frozenset(
    {"Cap", "Counting", "Deadline", "Discharge", "Premise", "ResidentsRule", "Variant", "Waiver"}
)
_EMPTY: tuple[Any, ...] = (None, "", (), frozenset(), {})

"""The facts that a rule reads, wherever in it, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from policies.rules.eligibility_model import AheadCriterion, BuiltCriterion, FactKey, PlaceCriterion
from policies.rules.fact_words import FactKind
from policies.rules.premise_model import Terms
from policies.rules.priority_model import ScoreItem
from policies.rules.scoring import POINTS

_BY_READS = (PlaceCriterion, BuiltCriterion, AheadCriterion)


def facts_read(rule: Any, terms: Terms) -> dict[FactKey, FactKind]:
    """Fact and scope → its kind, each once; those of the tracks that the rule rests on as well."""
    found: dict[FactKey, FactKind] = {}
    for key, scope in _keys(rule, terms):
        try:
            kind = terms.kind(key)
        except KeyError:
            continue  # "score" stands for the weighted score, which is read by its own parts
        found[key, scope if kind.scoped or scope else ""] = kind
    return found


def _keys(value: Any, terms: Terms) -> Iterator[FactKey]:
    if isinstance(value, tuple):
        for one in value:
            yield from _keys(one, terms)
    elif isinstance(value, _BY_READS):
        yield from value.reads
    elif isinstance(value, ScoreItem) and not value.bands:
        yield POINTS, value.key
    elif is_dataclass(value):
        yield from _fields(value, terms)


def _fields(value: Any, terms: Terms) -> Iterator[FactKey]:
    for field in fields(value):
        inner = getattr(value, field.name)
        if field.name in {"fact", "of"} and isinstance(inner, str) and inner:
            yield inner, _scope(inner, getattr(value, "scope", ""), terms)
        elif field.name == "track" and inner:
            yield from _keys(terms.tracks[inner].when, terms)
        else:
            yield from _keys(inner, terms)


def _scope(key: str, scope: str, terms: Terms) -> str:
    """A gate names one scope for both its facts; what has none of its own is not scoped by it."""
    try:
        return scope if terms.kind(key).scoped else ""
    except KeyError:
        return scope

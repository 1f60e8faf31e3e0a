"""What a value of one row may be, where only the row's other values say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from policies.loading.editing import at_path
from policies.loading.leaves import Leaf
from policies.rules.policy_model import Policy
from policies.rules.vocabulary import FACTS

YES_NO = {"true": "是", "false": "否"}
Row = Mapping[str, Any]


def row_words(leaf: Leaf, policy: Policy, document: Row) -> Mapping[str, str] | None:
    """Key → words for a leaf whose row decides; None where its field alone does."""
    asked = _ROWS.get(leaf.name)
    return asked(policy, at_path(document, leaf.row) or {}) if asked else None


def _readings(_policy: Policy, row: Row) -> Mapping[str, str]:
    """A conflict's readings by their text."""
    return {one["key"]: one["text"] for one in row.get("readings", ())}


def _answers(policy: Policy, row: Row) -> Mapping[str, str] | None:
    """What may be answered to the fact that a condition looks at; None for a number or a day."""
    fact = row.get("fact", "")
    own = policy.terms.facts.get(fact)
    kind = own.kind if own else FACTS.get(fact)
    if kind is None:
        return None
    return YES_NO if kind.value == "bool" else kind.words or None


_ROWS: dict[str, Callable[[Policy, Row], Mapping[str, str] | None]] = {
    "Condition.value": _answers,
    "Conflict.applied": _readings,
    "Conflict.proposed": _readings,
    "Gate.value": _answers,
    "Premise.value": _answers,
}

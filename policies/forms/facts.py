"""Facts for one rule as a form; blank means not known, nothing is a default."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from policies.forms.leaf_fields import OpenChoice, OpenText, field_for
from policies.loading.asking import FactField, read_facts
from policies.loading.leaves import Leaf
from policies.rules.field_words import label, options_of
from policies.rules.policy_model import Policy
from policies.selectors.asking import Question

UNKNOWN = "（不知道）"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the same fields, such as costs or homes."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[forms.BoundField, ...], ...]


class FactsForm(forms.Form):
    """The leaves of a question by their path, and the facts of the registry by name."""

    def __init__(self, *args: Any, question: Question, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        for leaf in question.leaves:
            self.fields[leaf.path] = _field(leaf, policy)
        for fact in question.facts:
            self.fields[f"facts:{fact.name}"] = _fact_field(fact, policy)

    def body(self) -> dict[str, Any]:
        """What was typed as plain data, the chosen rule named in it."""
        found = read_facts(self.question.kind, self.cleaned_data, self.question.leaves)
        return {**found, **self.question.choice.given}

    @property
    def wide(self) -> bool:
        """Whether there are tables, which want the whole width."""
        return any("[" in name for name in self.fields)

    def singles(self) -> Iterator[forms.BoundField]:
        """Fields outside tables."""
        for name in self.fields:
            if "[" not in name:
                yield self[name]

    def tables(self) -> Iterator[Table]:
        """Fields of rows, a table for each kind of row."""
        rows: dict[str, dict[str, list[Leaf]]] = {}
        for leaf in self.question.leaves:
            if "[" in leaf.path:
                name = leaf.path.partition("[")[0]
                rows.setdefault(name, {}).setdefault(leaf.row, []).append(leaf)
        for name, found in rows.items():
            bound = tuple(tuple(self[leaf.path] for leaf in row) for row in found.values())
            yield Table(label("", name), tuple(str(one.label) for one in bound[0]), bound)


def _field(leaf: Leaf, policy: Policy) -> forms.Field:
    made = field_for(leaf, policy)
    if "[" in leaf.path:
        made.required = False
        made.help_text = ""
        if leaf.kind == "several":
            made.widget = forms.SelectMultiple(choices=made.choices, attrs={"size": 3})  # type: ignore[attr-defined]
    return made


def _fact_field(fact: FactField, policy: Policy) -> forms.Field:
    kind = fact.kind
    named = f"{kind.label}（{kind.unit}）" if kind.unit else kind.label
    scope = fact.name.partition("@")[2]
    if scope:
        named = f"{_scope(policy, scope)} {named}"
    if kind.value == "bool":
        return OpenChoice(
            label=named,
            required=False,
            choices=[("", UNKNOWN), ("true", "是"), ("false", "否")],
        )
    if kind.words:
        return OpenChoice(label=named, required=False, choices=[("", UNKNOWN), *kind.words.items()])
    widget = forms.DateInput(attrs={"type": "date"}) if kind.value == "date" else forms.TextInput()
    return OpenText(
        label=named, required=False, widget=widget, help_text=_HINTS.get(kind.value, "")
    )


def _scope(policy: Policy, key: str) -> str:
    return str(options_of(policy, "", "scope").get(key, key))


_HINTS = {"share": "如 2/3 或 60%", "money": "如 12345.00", "area": "如 12345.67"}

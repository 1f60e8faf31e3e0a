"""Facts for one rule as a form; blank means not known, nothing is a default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from policies.forms.leaf_fields import OpenChoice, OpenSeveral, OpenText, field_for
from policies.forms.picks import PickSeveral
from policies.loading.asking import FORMS, NONE, FactField, open_lists, read_facts, typed
from policies.loading.leaves import Leaf, owner_of
from policies.rules.evaluation import Facts
from policies.rules.fact_words import FactKind
from policies.rules.field_labels import WORDS
from policies.rules.field_words import label, options_of
from policies.rules.policy_model import Policy
from policies.selectors.asking import Question

UNKNOWN = "（不知道）"
NOT_CHOSEN = "（请选）"
_ALWAYS = frozenset({"choice", "yes_no"})  # kinds of leaf whose default is one of the answers
_ASIDE = frozenset({"papers", "groups", "homes"})  # tables that only some questions need
_HINTS = {"share": "如 2/3 或 60%", "money": "如 12345.00", "area": "如 12345.67"}


@dataclass(frozen=True, slots=True)
class Group:
    """Fields outside tables under one heading; "" for those that stand by themselves."""

    title: str
    fields: tuple[forms.BoundField, ...]


@dataclass(slots=True)
class Table:
    """Rows of the same fields, such as costs or homes; `aside` where it is rarely needed."""

    title: str
    aside: bool
    heads: tuple[str, ...] = ()
    rows: list[list[forms.BoundField]] = field(default_factory=list)

    @property
    def told(self) -> bool:
        """Whether anything stands in it."""
        return any(one.value() not in (None, "", []) for row in self.rows for one in row[1:])


class FactsForm(forms.Form):
    """The leaves of a question by their path, and the facts of the registry by name."""

    def __init__(self, *args: Any, question: Question, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.policy = question, policy
        for row in dict.fromkeys(_row(path) for path in self._paths()):
            for leaf in question.leaves:
                if _row(leaf.path) == row:
                    self.fields[leaf.path] = self._leaf_field(leaf)
            for fact in question.facts:
                if fact.row == row:
                    self.fields[fact.path] = _fact_field(fact, policy)
        asked = {leaf.path.partition("[")[0]: leaf.owner for leaf in question.leaves}
        for name in open_lists(question.kind):
            if name in asked:
                named = f"{self._list_label(name)}：确知没有"
                self.fields[f"{NONE}{name}"] = forms.BooleanField(label=named, required=False)

    def body(self) -> dict[str, Any]:
        """What was typed as plain data, the chosen rule named in it. Raises Refused."""
        asked = self.question
        found = read_facts(asked.kind, self.cleaned_data, asked.leaves, asked.facts)
        return {**found, **asked.choice.given}

    @property
    def wide(self) -> bool:
        """Whether a table wants the whole width."""
        return any(not table.aside or table.told for table in self.tables())

    def sections(self) -> Iterator[Group]:
        """Fields outside tables, by what they are sums or days of."""
        found: dict[str, list[forms.BoundField]] = {"": []}
        owners = {leaf.path: leaf.owner for leaf in self.question.leaves}
        for name in self.fields:
            if _row(name):
                continue
            owner = owners.get(name, "").lower()
            title = label("", owner) if owner in self.question.asked.known else ""
            found.setdefault(title, []).append(self[name])
        for title, bound in found.items():
            if bound:
                yield Group(title, tuple(bound))

    def tables(self) -> list[Table]:
        """Fields of rows, a table for each kind of row."""
        found: dict[str, Table] = {}
        rows: dict[str, list[forms.BoundField]] = {}
        for name in self.fields:
            if row := _row(name):
                if row not in rows:
                    kind = row.partition("[")[0]
                    rows[row] = []
                    table = found.setdefault(kind, Table(self._list_label(kind), kind in _ASIDE))
                    table.rows.append(rows[row])
                rows[row].append(self[name])
        for table in found.values():
            table.rows = [sorted(row, key=_named_first) for row in table.rows]
            table.heads = tuple(str(one.label) for one in table.rows[0])
        return list(found.values())

    def _list_label(self, name: str) -> str:
        return label(owner_of(FORMS[self.question.kind]), name)

    def _paths(self) -> Iterator[str]:
        yield ""
        yield from (leaf.path for leaf in self.question.leaves)
        yield from (fact.path for fact in self.question.facts)

    def _leaf_field(self, leaf: Leaf) -> forms.Field:
        """A leaf as elsewhere, but for its default: what is not typed is not known."""
        known = self.question.asked.known.get(leaf.field)
        made = field_for(leaf, self.policy, known)
        if holder := self.question.asked.known.get(leaf.owner.lower()):
            made.label = holder.get(leaf.field, leaf.field)
        in_table = bool(_row(leaf.path))
        if leaf.kind not in _ALWAYS:
            made.initial = None
        if known is not None and leaf.kind == "text":
            made = OpenChoice(label=made.label, choices=[("", NOT_CHOSEN), *known.items()])
        if isinstance(made, OpenSeveral):
            offered = list(made.choices)  # type: ignore[arg-type]
            if in_table or len(offered) > _MANY:
                made.widget = PickSeveral(choices=offered)
        made.required = leaf.required and not in_table
        if in_table:
            made.help_text = ""
        return made


def typed_facts(question: Question, facts: Facts) -> dict[str, Any]:
    """Facts as somebody would have typed them into the form of a question."""
    return typed(question.kind, facts, question.leaves, question.facts)


def query_of(question: Question, facts: Facts) -> Mapping[str, Any]:
    """The address of a question with its facts, as `urlencode(…, doseq=True)` takes it."""
    given = {name: value for name, value in typed_facts(question, facts).items() if value != ""}
    return {"kind": question.kind, "rule": question.choice.key, "ask": "1", **given}


_MANY = 12
_NAMES = frozenset({"name", "key", "code"})


def _named_first(bound: forms.BoundField) -> bool:
    return bound.name.rpartition(".")[2] not in _NAMES


def _row(name: str) -> str:
    """The row of a table that a field stands in; "" outside any."""
    return name[: name.index("]") + 1] if "]" in name.partition("facts:")[0] else ""


def _scope_words(policy: Policy, kind: FactKind, scope: str) -> str:
    """What a fact is about; a round or notice that a wider layer states has its name there."""
    if kind.scoped == "checklist":
        return str(WORDS["Checklist.of"].get(scope, scope))
    left = any(one.endswith(f".{scope}") for one in policy.wider)
    return str(options_of(policy, "", "scope").get(scope, "上位规定" if left else scope))


def _fact_field(fact: FactField, policy: Policy) -> forms.Field:
    kind = fact.kind
    named = f"{kind.label}（{kind.unit}）" if kind.unit else kind.label
    scope = fact.name.partition("@")[2]
    if scope:
        named = f"{_scope_words(policy, kind, scope)}：{named}"
    if kind.value == "bool":
        answers = [("", UNKNOWN), ("true", "是"), ("false", "否")]
        return OpenChoice(label=named, required=False, choices=answers)
    if kind.words:
        return OpenChoice(label=named, required=False, choices=[("", UNKNOWN), *kind.words.items()])
    widget = forms.DateInput(attrs={"type": "date"}) if kind.value == "date" else forms.TextInput()
    hint = "" if fact.row else _HINTS.get(kind.value, "")
    return OpenText(label=named, required=False, widget=widget, help_text=hint)

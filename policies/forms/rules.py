"""One rule of a draft as a form: a field per leaf, grouped as the document groups them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from policies.forms.leaf_fields import field_for, with_stamp, words_of
from policies.forms.row_words import row_words
from policies.loading.editing import EditedRule, at_path, rule_of
from policies.loading.leaves import Leaf
from policies.models import PolicyVersion
from policies.rules.field_words import label, words
from policies.selectors.governing import policy_of


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of one mapping of the document under its name.

    `fields`: each with whether it takes the whole width. `depth`: how far in it lies. `absent`: a
    part that the policy leaves out so far. `row`: its path where it is a row of a list, which can
    be doubled or dropped; "" elsewhere. `note`: what its values are compared with.
    """

    title: str
    fields: tuple[tuple[forms.BoundField, bool], ...]
    depth: int
    absent: bool
    row: str = ""
    note: str = ""


class RuleForm(forms.Form):
    """The leaves of a rule by their path, and the stamp of the draft they were read from."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, version: PolicyVersion, rule: EditedRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version, self.rule = version, rule
        self.initial.setdefault("stamp", version.stamp)
        policy, document = policy_of(version), version.document()
        for leaf in rule.leaves:
            self.fields[leaf.path] = field_for(leaf, policy, row_words(leaf, policy, document))

    def values(self) -> dict[str, Any]:
        """Path → what was typed, without what was not sent."""
        return {
            leaf.path: self.cleaned_data[leaf.path]
            for leaf in self.rule.leaves
            if leaf.path in self.data or leaf.kind == "several"
        }

    def renew(self, version: PolicyVersion) -> None:
        """Keep what was typed, say beside it what stands now, and let the next save through."""
        self.data = with_stamp(self.data, version.stamp)
        policy = policy_of(version)
        document = version.document()
        now = rule_of(document, self.rule.key)
        for leaf in now.leaves if now else ():
            if leaf.path in self.fields and leaf.shown() != self.cleaned_data.get(leaf.path):
                known = row_words(leaf, policy, document)
                self[leaf.path].help_text = f"现为“{words_of(leaf, policy, known)}”"

    def groups(self) -> list[Group]:
        """The fields by the mapping that holds them, in the document's order.

        Rows of one field each, such as the names of payers, share a group.
        """
        rows: dict[str, list[Leaf]] = {}
        for leaf in self.rule.leaves:
            rows.setdefault(leaf.row, []).append(leaf)
        found: dict[str, Group] = {}
        for row, own in rows.items():
            listed = row.partition("[")[0] if len(own) == 1 and row.endswith("]") else ""
            key = listed or row
            title = label("", listed.rpartition(".")[2]) if listed else self._title(row, own[0])
            before = found[key].fields if key in found else ()
            bound = (*before, *(self._bound(leaf, row, listed) for leaf in _ordered(own)))
            depth = max(0, row.count(".") - self.rule.path.count("."))
            shaped = row if row.endswith("]") and not listed and row != self.rule.path else ""
            note = self._note(row, own[0])
            found[key] = Group(title, bound, depth, all(map(self._blank, own)), shaped, note)
        return list(found.values())

    def _bound(self, leaf: Leaf, row: str, listed: str) -> tuple[forms.BoundField, bool]:
        bound = self[leaf.path]
        if listed:
            data = at_path(self.version.document(), row) or {}
            bound.label = str(data.get("name") or data.get("key") or bound.label)
        return bound, len(leaf.options) > _MANY

    def _blank(self, leaf: Leaf) -> bool:
        """Nothing there, nothing typed, nothing wrong; what has a default says nothing."""
        bound = self[leaf.path]
        silent = leaf.kind in {"choice", "yes_no"} or not bound.value()
        return bool(leaf.optional) and "." in leaf.optional and silent and not bound.errors

    def _note(self, row: str, leaf: Leaf) -> str:
        """What a condition looks at: fixed here, and without it the value says nothing."""
        data = at_path(self.version.document(), row) or {}
        if leaf.owner not in {"Gate", "Condition", "Premise"} or not data.get("fact"):
            return ""
        policy = policy_of(self.version)
        own = {fact.key: fact.kind.label for fact in policy.facts}
        said = own.get(data["fact"]) or words(policy, "", "fact", data["fact"])
        if scope := data.get("scope"):
            said += f"（{words(policy, '', 'scope', scope)}）"
        if of := data.get("of"):
            said += f"，比照“{words(policy, '', 'of', of)}”"
        return f"看的是：{said}"

    def _title(self, row: str, leaf: Leaf) -> str:
        if row == self.rule.path:
            return ""
        data = at_path(self.version.document(), row) or {}
        if leaf.owner == "Test":
            policy = policy_of(self.version)
            what = "、".join(words(policy, "", "measure", one) for one in data["measures"])
            return f"{words(policy, '', 'numerator', data['numerator'])}（{what}）"
        last = row.rpartition(".")[2].partition("[")[0]
        own = [data.get(key) for key in ("name", "says", "text", "key")]
        named = next((str(one) for one in own if one), "") if row.endswith("]") else ""
        return f"{label('', last)}：{named}" if named else label("", last)


def _ordered(own: list[Leaf]) -> list[Leaf]:
    """The name first, paraphrase and clauses last: between them what is decided."""
    return sorted(own, key=lambda leaf: _PLACES.get(leaf.field, 1))


_PLACES = {"name": 0, "title": 0, "says": 2, "clause": 3}
_MANY = 6

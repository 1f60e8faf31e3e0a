"""Form fields for the leaves of a shape. They refuse nothing: the loader does, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict

from policies.loading.leaves import Leaf
from policies.rules.field_words import label, options_of
from policies.rules.policy_model import Policy

HINTS = {
    "share": "如 2/3 或 10%",
    "amount": "",
    "lines": "每行一条",
    "pairs": "每行一条：简称 = 全称",
}
NOT_SET = "（不设）"


class _Open:
    """A field that takes whatever comes; `required` only says so beside the label."""

    def validate(self, value: Any) -> None:
        """Left to the loader."""


class OpenText(_Open, forms.CharField):
    """Text."""


class OpenChoice(_Open, forms.ChoiceField):
    """One of several words."""


class OpenSeveral(_Open, forms.MultipleChoiceField):
    """Some of several words."""


def field_for(leaf: Leaf, policy: Policy, known: Mapping[str, str] | None = None) -> forms.Field:
    """The field that asks for a leaf, in the policy's own words, or in those that are `known`."""
    named = label(leaf.owner, leaf.field)
    if leaf.owner == "Parts":
        named = options_of(policy, "", "payer").get(leaf.field, leaf.field)
    words: Mapping[Any, str] = (
        known if known is not None else options_of(policy, leaf.owner, leaf.field)
    )
    common: dict[str, Any] = {
        "label": named,
        "required": leaf.required,
        "initial": leaf.shown(),
        "help_text": HINTS.get(leaf.kind, ""),
    }
    if leaf.kind == "several":
        keys = dict.fromkeys((*leaf.options, *(leaf.value or ())))
        shown = [(key, words.get(key, key)) for key in keys]
        return OpenSeveral(choices=shown, widget=forms.CheckboxSelectMultiple, **common)
    if leaf.kind == "yes_no":
        answers = {"true": words.get(True, "是"), "false": words.get(False, "否")}
        return _choice(leaf, answers, common)
    if leaf.kind == "choice" or (leaf.kind == "text" and words):
        offered = {key: words.get(key, key) for key in leaf.options or words}
        return _choice(leaf, offered, common)
    return OpenText(widget=_widget(leaf), strip=False, **common)


def with_stamp(data: Mapping[str, Any], stamp: str) -> QueryDict:
    """What was sent, with another stamp."""
    sent = cast("QueryDict", data).copy()
    sent["stamp"] = stamp
    return sent


def words_of(leaf: Leaf, policy: Policy, known: Mapping[str, str] | None = None) -> str:
    """A leaf's value as a person reads it, in the words that are `known` of its row."""
    options = options_of(policy, leaf.owner, leaf.field) if known is None else known
    values = leaf.value if isinstance(leaf.value, list) else [leaf.value]
    shown = "、".join(str(options.get(one, one)) for one in values if one not in (None, ""))
    return shown if leaf.kind != "pairs" else str(leaf.shown())


def _choice(leaf: Leaf, keys: dict[Any, str], common: dict[str, Any]) -> forms.Field:
    may_lack = not leaf.required or "." in leaf.optional or leaf.value is None
    shown = [*([("", NOT_SET)] if may_lack else []), *keys.items()]
    current = common["initial"]
    if current and current not in keys:
        shown.append((current, str(current)))
    return OpenChoice(choices=shown, **common)


def _widget(leaf: Leaf) -> forms.Widget:
    if leaf.kind == "date":
        return forms.DateInput(attrs={"type": "date"})
    if leaf.kind in {"long", "lines", "pairs"}:
        rows = 2 if leaf.kind == "long" else max(2, len(leaf.value or ()))
        return forms.Textarea(attrs={"rows": min(rows, 8)})
    modes = {"whole": "numeric", "amount": "decimal"}
    return forms.TextInput(
        attrs={"inputmode": modes[leaf.kind]} if leaf.kind in modes else {"autocomplete": "off"}
    )

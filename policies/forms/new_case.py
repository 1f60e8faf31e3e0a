"""A worked case from facts just tried: each result is a proposal until it is confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from policies.forms.cases import expected_field, typed_value
from policies.forms.leaf_fields import with_stamp
from policies.models import PolicyVersion
from policies.rules.cases import Case
from policies.rules.evaluating import EVALUATORS
from policies.rules.evaluation import Evaluation
from policies.rules.outcome_words import outcome_words, value_words
from policies.selectors.governing import policy_of

_CONFIRM, _VALUE = "confirm:", "value:"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A result on the page: whether it is confirmed, what is expected, what was found in words."""

    name: str
    confirm: forms.BoundField
    value: forms.BoundField
    found: str


class NewCaseForm(forms.Form):
    """Number, title, readings it rests on; each result ticked by whoever worked it out."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    id = forms.CharField(label="编号", max_length=40)
    title = forms.CharField(
        label="说明", max_length=600, help_text="一句话说清这个事例，如“60% 整：不多不少”"
    )
    depends = forms.MultipleChoiceField(
        label="依哪些冲突的读法",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="结果随冲突的裁定而变的才勾",
    )

    def __init__(
        self,
        *args: Any,
        version: PolicyVersion,
        kind: str,
        found: Evaluation | None,
        old: Case | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version, self.outcome = version, found.outcome if found else {}
        policy = policy_of(version)
        self.initial.setdefault("stamp", version.stamp)
        self.initial.setdefault("id", next_id(version, kind))
        if old:
            self.initial.update(title=old.title, depends=list(old.depends))
        conflicts = [(one.id, f"{one.id} {one.title}") for one in policy.conflicts]
        if conflicts:
            self.fields["depends"].choices = conflicts  # type: ignore[attr-defined]
        else:
            del self.fields["depends"]
        for key, value in self.outcome.items():
            named = outcome_words(policy, key)
            self.fields[_CONFIRM + key] = forms.BooleanField(
                label=f"已另行算过“{named}”", required=False
            )
            self.fields[_VALUE + key] = expected_field(policy, key, value)

    def proposals(self) -> Iterator[Proposed]:
        """The results one by one."""
        policy = policy_of(self.version)
        for key, value in self.outcome.items():
            confirm, given = self[_CONFIRM + key], self[_VALUE + key]
            yield Proposed(
                outcome_words(policy, key), confirm, given, value_words(policy, value) or "（空）"
            )

    def clean(self) -> dict[str, Any]:
        """At least one result has been worked out by hand."""
        given = super().clean() or {}
        if not any(given.get(_CONFIRM + key) for key in self.outcome):
            self.add_error(None, "还没有确认任何一项结果：另行算过的逐项打勾，没有算过的不要勾")
        return given

    def case(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The case as a file has it: only what was confirmed is expected."""
        given = self.cleaned_data
        return {
            **facts,
            "id": given["id"].strip(),
            "title": given["title"].strip(),
            "depends": given.get("depends", []),
            "expect": {
                key: typed_value(given.get(_VALUE + key), value)
                for key, value in self.outcome.items()
                if given.get(_CONFIRM + key)
            },
        }

    def renew(self, version: PolicyVersion) -> None:
        """Keep what was typed and let the next save through."""
        self.data = with_stamp(self.data, version.stamp)


def next_id(version: PolicyVersion, kind: str) -> str:
    """The number after the last of the same kind: 临朐-资15."""
    same = [case["id"] for case in version.cases if case["kind"] == kind]
    stems: dict[str, int] = {}
    for one in same:
        stem, number = re.fullmatch(r"(.*?)(\d*)", one, re.S).groups()  # type: ignore[union-attr]
        stems[stem] = max(stems.get(stem, 0), int(number or 0))
    if not stems:
        return f"{version.short_name}-{EVALUATORS[kind].label}1"
    stem = max(stems, key=lambda one: sum(each.startswith(one) for each in same))
    taken = {case["id"] for case in version.cases}
    number = stems[stem] + 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"

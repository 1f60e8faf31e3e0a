"""The worked cases of a draft: what is expected of each, and which are dropped, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from policies.forms.leaf_fields import with_stamp
from policies.models import PolicyVersion
from policies.rules.cases import CaseResult
from policies.rules.evaluation import text
from policies.rules.outcome_words import answers_like, outcome_words, value_words
from policies.rules.policy_model import Policy
from policies.selectors.governing import policy_of


@dataclass(frozen=True, slots=True)
class CaseFields:
    """One case on the page: its result now, its fields, what was found beside each."""

    result: CaseResult
    title: forms.BoundField
    drop: forms.BoundField
    expected: tuple[tuple[forms.BoundField, str], ...]


class CasesForm(forms.Form):
    """Title and expected values of the cases shown; the others stay as they are."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="删去的理由",
        max_length=200,
        required=False,
        help_text="勾了“删去这一例”才须填，记入操作记录",
    )

    def __init__(
        self, *args: Any, version: PolicyVersion, results: tuple[CaseResult, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version, self.results = version, results
        self.initial.setdefault("stamp", version.stamp)
        policy = policy_of(version)
        for one in results:
            case = one.case
            self.fields[f"{case.id}:title"] = forms.CharField(
                label="说明", max_length=600, initial=case.title
            )
            for key, value in case.expect.items():
                self.fields[f"{case.id}={key}"] = expected_field(policy, key, text(value))
            self.fields[f"{case.id}:drop"] = forms.BooleanField(label="删去这一例", required=False)

    def groups(self) -> Iterator[CaseFields]:
        """The fields case by case."""
        policy = policy_of(self.version)
        for one in self.results:
            yield CaseFields(
                one,
                self[f"{one.case.id}:title"],
                self[f"{one.case.id}:drop"],
                tuple(
                    (self[f"{one.case.id}={key}"], value_words(policy, one.got.get(key, "（无）")))
                    for key in one.case.expect
                ),
            )

    def renew(self, version: PolicyVersion) -> None:
        """Keep what was typed and let the next save through."""
        self.data = with_stamp(self.data, version.stamp)

    def cases(self) -> list[dict[str, Any]]:
        """All cases of the draft with what was changed."""
        given = self.cleaned_data
        kept = []
        for case in self.version.cases:
            if given.get(f"{case['id']}:drop"):
                continue
            expect = {
                key: typed_value(given.get(f"{case['id']}={key}"), value)
                for key, value in case["expect"].items()
            }
            title = given.get(f"{case['id']}:title") or case["title"]
            kept.append({**case, "title": title, "expect": expect})
        return kept


def expected_field(policy: Policy, key: str, value: str) -> forms.Field:
    """What has a known list of answers is chosen, anything else is written."""
    named = outcome_words(policy, key)
    if choices := answers_like(policy, value):
        return forms.ChoiceField(label=named, choices=choices, initial=value)
    return forms.CharField(label=named, max_length=200, initial=value, required=bool(value))


def typed_value(given: str | None, value: Any) -> Any:
    """What was typed, as the file writes it; an unchanged value that is no text keeps its kind."""
    said = text(value) if given is None else given
    if said == text(value) and not isinstance(value, str):
        return value
    return {"true": True, "false": False}.get(said, said)

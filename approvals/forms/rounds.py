"""Shapes of what is typed about rounds and papers; the rules live in the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from approvals.rules.hand_counts import HandCount
from approvals.rules.papers import WORDS
from approvals.rules.tally import CHOICES
from policies.rules.model import Matter
from policies.rules.vocabulary import CHANNELS


def moment_input() -> forms.DateTimeInput:
    """A native date-and-time field that shows what it was given."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def day_input() -> forms.DateInput:
    """A native date field."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ExtendForm(forms.Form):
    """A later closing instant with its reason."""

    closes_at = forms.DateTimeField(label="新的截止时间", widget=moment_input())
    reason = forms.CharField(label="延期原因", max_length=200)


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label="原因", max_length=200)


class HandCountForm(forms.Form):
    """The hand count of every matter and category; `prefix_counts` are what was counted before."""

    def __init__(self, *args: Any, matters: Sequence[Matter], **kwargs: Any) -> None:
        before: HandCount = kwargs.pop("before", {})
        super().__init__(*args, **kwargs)
        self.matters = matters
        for matter in matters:
            for choice in CHOICES:
                self.fields[f"hand_{matter.key}_{choice}"] = forms.IntegerField(
                    label=WORDS[choice],
                    min_value=0,
                    initial=before.get(matter.key, {}).get(choice),
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                )

    def counts(self) -> dict[str, dict[str, int]]:
        """matter → choice → papers."""
        return {
            matter.key: {
                choice: self.cleaned_data[f"hand_{matter.key}_{choice}"] for choice in CHOICES
            }
            for matter in self.matters
        }

    def cell(self, matter: str, choice: str) -> forms.BoundField:
        """The field of one category."""
        return self[f"hand_{matter}_{choice}"]


class CloseForm(HandCountForm):
    """The hand count of the whole round, and why it ends early if it does (`early`)."""

    reason = forms.CharField(label="提前截止的原因", max_length=200, required=False)

    def __init__(self, *args: Any, early: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = early


class PaperForm(forms.Form):
    """One paper as typed; the answers are fields `answer_<matter>` and `reason_<matter>`.

    `owner` is the id of the form element where the fields stand outside of it.
    """

    channel = forms.ChoiceField(label="方式", choices=list(CHANNELS.items()), required=False)
    received_at = forms.DateTimeField(label="收回时间", required=False, widget=moment_input())
    signed_on = forms.DateField(label="签署日", required=False, widget=day_input())
    proxy = forms.CharField(label="受托人", max_length=60, required=False)
    witness = forms.CharField(label="见证人", max_length=40, required=False)
    signers = forms.IntegerField(label="签名人数", min_value=0, max_value=99, required=False)
    client_id = forms.CharField(max_length=40, required=False)
    reason = forms.CharField(label="事由", max_length=200, required=False)

    def __init__(self, *args: Any, matters: Sequence[Matter], **kwargs: Any) -> None:
        owner = kwargs.pop("owner", "")
        super().__init__(*args, **kwargs)
        self.matters = matters
        for field in self.fields.values() if owner else ():
            field.widget.attrs["form"] = owner
        for matter in matters:
            self.fields[f"answer_{matter.key}"] = forms.ChoiceField(
                label=matter.name,
                choices=[(c, WORDS[c]) for c in CHOICES],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"reason_{matter.key}"] = forms.CharField(
                label="无效原因", max_length=100, required=False
            )

    def answers(self) -> dict[str, str]:
        """matter → choice, without the unanswered."""
        return self._by_matter("answer")

    def reasons(self) -> dict[str, str]:
        """matter → why it is invalid."""
        return self._by_matter("reason")

    def _by_matter(self, word: str) -> dict[str, str]:
        found = {m.key: self.cleaned_data.get(f"{word}_{m.key}", "") for m in self.matters}
        return {key: value for key, value in found.items() if value}


class CorrectForm(PaperForm):
    """A paper read again: what was answered must be answered, and the reason must be said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        for name in set(self.initial) & set(self.fields):
            if name.startswith("answer_"):
                self.fields[name].required = True

"""What is typed when a round opens: until when, where, and who pays or is affected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from approvals.forms.rounds import moment_input
from approvals.rules.members import spoken
from approvals.rules.parts import kinds_of
from approvals.services.opening import Whom
from approvals.services.opening_checks import SCOPE_WORDS
from policies.rules.consent import GROUPS
from policies.rules.model import ConsentRound


class OpenRoundForm(forms.Form):
    """Who organises, and until when papers are taken; more where the rule asks for more."""

    organiser = forms.CharField(label="组织单位", max_length=80)
    contact = forms.CharField(label="联系方式", max_length=80, required=False)
    closes_at = forms.DateTimeField(label="截止时间", widget=moment_input())

    def __init__(
        self, *args: Any, rule: ConsentRound, places: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked: list[tuple[str, str]] = []
        if rule.scope in SCOPE_WORDS:
            self.fields["places"] = forms.MultipleChoiceField(
                label=f"征询哪些{SCOPE_WORDS[rule.scope]}",
                choices=list(places.items()),
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        for matter in rule.matters:
            for group in sorted({group for group, _ in kinds_of(matter)} - {"owners"}):
                self.asked.append((matter.key, group))
                self.fields[f"{group}_{matter.key}"] = forms.CharField(
                    label=f"{matter.name}：{GROUPS[group]}",
                    help_text="写房号、单元或楼栋，以空格或顿号分开，如 3-2-201、3号楼2单元",
                    widget=forms.Textarea(attrs={"rows": 3}),
                    required=False,
                )

    def plain(self) -> dict[str, Any]:
        """Organiser, contact and closing instant."""
        return {name: self.cleaned_data[name] for name in ("organiser", "contact", "closes_at")}

    def whom(self) -> Whom:
        """Places and groups as the service takes them."""
        groups: dict[str, dict[str, list[str]]] = {}
        for matter, group in self.asked:
            words = spoken(self.cleaned_data.get(f"{group}_{matter}", ""))
            groups.setdefault(matter, {})[group] = list(words)
        return Whom(self.cleaned_data.get("places", ()), groups)

    @property
    def further(self) -> list[forms.BoundField]:
        """The fields beyond the plain ones."""
        return [self[name] for name in self.fields if name not in OpenRoundForm.base_fields]

"""What would govern if a version, a draft perhaps, were in force at its place."""

from __future__ import annotations

from datetime import date

from common.area_codes import district_of
from policies.models import PolicyVersion
from policies.selectors.governing import layer_of
from policies.selectors.ruleset import Ruleset


class Supposing:
    """Rulesets by district as of a day with one version put in; each district is read once."""

    def __init__(self, version: PolicyVersion, on: date) -> None:
        self._version, self._on = version, on
        self._known: dict[str, Ruleset] = {}

    def ruleset(self, area_code: str) -> Ruleset:
        """The layers in force around a place, the version instead of those of its own policy."""
        place = district_of(area_code)
        if place not in self._known:
            own = self._version.policy
            rows = PolicyVersion.objects.in_force(self._on).around(place, own.programme)
            rest = [row for row in rows if row.policy.area_code != own.area_code]
            layers = sorted([self._version, *rest], key=lambda row: -len(row.policy.area_code))
            self._known[place] = Ruleset(tuple(layer_of(row) for row in layers))
        return self._known[place]

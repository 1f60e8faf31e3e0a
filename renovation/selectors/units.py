"""From a policy's unit keys to the responsible units of one project's place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from districts.models import Area, ResponsibleUnit
from policies.rules.model import UnitKey
from policies.selectors.governing import district_unit, unit_codes
from renovation.models import Project


@dataclass(slots=True)
class UnitResolver:
    """Units of one policy version for many projects; loads each thing once.

    The street's key means the street that the project lies in, the neighbourhood's key its own
    neighbourhood (else that street), a district's key the unit of that key in the project's
    district; other keys are bound at publishing. Parties without an account have no code.
    """

    keys: dict[str, UnitKey]
    bound: dict[str, str]
    streets: dict[str, str]
    neighbourhoods: dict[str, str]
    districts: frozenset[str] = frozenset()

    @classmethod
    def load(
        cls, version_id: int, keys: Iterable[UnitKey], projects: Iterable[Project]
    ) -> UnitResolver:
        """Three queries, four for a policy with district units, whatever the number of projects."""
        codes = {project.area_code for project in projects}
        by_key = {key.key: key for key in keys}
        local = [key.key for key in by_key.values() if key.kind == "district"]
        return cls(
            by_key,
            unit_codes(version_id),
            _units("street", {code[:9] for code in codes}),
            _units("neighbourhood", codes),
            _known({district_unit(code, key) for code in codes for key in local}),
        )

    def code(self, key: str, project: Project) -> str:
        """The unit's code, "" for a party not bound; KeyError for a key the policy lacks."""
        unit = self.keys[key]
        street = self.streets.get(project.area_code[:9], "")
        if unit.kind == "street":
            return street
        if unit.kind == "neighbourhood":
            return self.neighbourhoods.get(project.area_code, "") or street
        if unit.kind == "district":
            code = district_unit(project.area_code, key)
            return code if code in self.districts else ""
        return self.bound.get(key, "")

    def missing_streets(self, projects: Iterable[Project]) -> list[str]:
        """Streets that no responsible unit stands for, though the policy works through them."""
        if not any(unit.kind == "street" for unit in self.keys.values()):
            return []
        codes = {project.area_code[:9] for project in projects} - self.streets.keys()
        names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
        return [names.get(code, code) for code in sorted(codes)]


def _units(kind: str, codes: set[str]) -> dict[str, str]:
    rows = ResponsibleUnit.objects.filter(kind=kind, area_code__in=codes).order_by("-code")
    return {row.area_code: row.code for row in rows}


def _known(codes: set[str]) -> frozenset[str]:
    if not codes:
        return frozenset()
    rows = ResponsibleUnit.objects.filter(code__in=codes)
    return frozenset(rows.values_list("code", flat=True))


def short_names(codes: Iterable[str]) -> dict[str, str]:
    """Short names of responsible units by code, one query."""
    rows = ResponsibleUnit.objects.filter(code__in=set(codes))
    return dict(rows.values_list("code", "short_name"))

"""What units are called: by code, and by a policy's unit key at a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policies.rules.model import UnitKey
from policies.selectors.governing import rule_at
from renovation.models import Project
from renovation.selectors.units import UnitResolver, short_names


@dataclass(frozen=True, slots=True)
class Names:
    """What units are called: by code, and by a policy's unit key at a project."""

    short: dict[str, str]
    resolvers: dict[int, UnitResolver]

    def of_code(self, code: str) -> str:
        """县住建局; "" for a party without an account."""
        return self.short.get(code, code)

    def of_key(self, project: Project, key: str) -> str:
        """The unit that a policy key means at this project; else what the policy calls it."""
        resolver = self.resolvers[project.procedure_id or 0]
        code = resolver.code(key, project)
        return self.short.get(code, "") or resolver.keys[key].name


def names_for(projects: Sequence[Project]) -> Names:
    """Names of every unit that these projects' procedures speak of."""
    resolvers = {}
    for version in {project.procedure_id for project in projects if project.procedure_id}:
        keys: tuple[UnitKey, ...] = rule_at(version, "units").rule
        own = [project for project in projects if project.procedure_id == version]
        resolvers[version] = UnitResolver.load(version, keys, own)
    codes = {
        code
        for one in resolvers.values()
        for code in (*one.bound.values(), *one.streets.values(), *one.neighbourhoods.values())
    }
    return Names(short_names(codes), resolvers)

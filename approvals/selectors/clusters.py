"""Whom a rule asks: one community's owners, or those of all communities of a cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Round
from approvals.rules.doubts import Doubt
from approvals.selectors.register import Register, joined, register_of
from approvals.selectors.roll_doubts import cluster_doubts, owners_of, roll_doubts
from common.area_codes import ancestors
from common.errors import Undecidable
from policies.rules.model import ConsentRound
from policies.rules.vocabulary import Lifecycle
from policies.selectors.governing import rule_at, ruleset_for
from renovation.models import Project, ProjectGroup
from renovation.services.pins import governing

ACROSS = frozenset({"same_name", "shared"})
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Electorate:
    """The rule of today and the projects that it asks in, in the order of their keys.

    `cluster` and `place` (the smallest that holds all) are "" where one community is asked alone,
    or where the project lies in no cluster.
    """

    rule: ConsentRound
    version: int
    projects: tuple[Project, ...]
    cluster: str = ""
    place: str = ""

    @property
    def lead(self) -> Project:
        """The project that the round is kept with."""
        return self.projects[0]

    @property
    def area_code(self) -> str:
        """Where whom it asks lives: the project's place, or the cluster's."""
        return self.place or self.lead.area_code

    @property
    def area_codes(self) -> list[str]:
        """The places of the projects: who opens the round has the right in all."""
        return [project.area_code for project in self.projects]

    def kept(self) -> dict[str, Any]:
        """What a round keeps of its cluster; nothing of one community."""
        if not self.cluster:
            return {}
        return {
            "members": [project.pk for project in self.projects],
            "communities": names_on_roll(self.projects),
            "cluster": self.cluster,
            "place": self.place,
        }


def electorate(project: Project, key: str, on: date) -> Electorate:
    """Whom the round `key` would ask; Undecidable where no version governs it."""
    version = governing(project, f"rounds.{key}", on).version_id
    rule: ConsentRound = rule_at(version, "rounds", key).rule
    if rule.scope != "cluster":
        return Electorate(rule, version, (project,))
    group = ProjectGroup.objects.filter(kind="cluster", projects=project).first()
    if group is None:
        return Electorate(rule, version, (project,))
    projects = _active(group)
    return Electorate(rule, version, projects, group.name, common_place(projects))


@dataclass(frozen=True, slots=True)
class Across:
    """Doubtful cases that only appear over a whole cluster, which lies in `place`."""

    cluster: str
    place: str
    doubts: tuple[Doubt, ...]


def doubts_across(project: Project, on: date, user: User) -> Across | None:
    """The cases between the project's community and the others of its cluster.

    None where no rule of that day counts the owners of the cluster together, and for who does not
    see the register of all of it.
    """
    group = ProjectGroup.objects.filter(kind="cluster", projects=project).first()
    projects = _active(group) if group and _taken_together(project, on) else ()
    place = common_place(projects) if projects else ""
    if group is None or len(projects) < SEVERAL or not place:
        return None
    if not can(user, Permission.VIEW_REGISTER, on=place):
        return None
    people = {pk: who for one in projects for pk, who in owners_of(one).items()}
    known = {doubt.key for one in projects for doubt in roll_doubts(one)}
    found = cluster_doubts(projects, joined(registers_of(projects)), people)
    across = tuple(one for one in found if one.kind in ACROSS and one.key not in known)
    return Across(group.name, place, across)


def _taken_together(project: Project, on: date) -> bool:
    """Whether a rule of that day makes one head of who owns homes in several communities."""
    try:
        rules = ruleset_for(project.area_code, on).rounds.rule
    except Undecidable:
        return False
    return any(rule.scope == "cluster" and rule.cluster_heads == "one" for rule in rules)


def shared_rounds(project: Project) -> list[tuple[str, str]]:
    """Rounds over the project's cluster, as kind and key (settings.SHARED_SUBJECTS; one query)."""
    rows = Round.objects.filter(members__contains=[project.pk])
    return [(Round._meta.label_lower, str(pk)) for pk in rows.values_list("pk", flat=True)]


def common_place(projects: Sequence[Project]) -> str:
    """The smallest place that holds them all; "" where they share no province."""
    first, *others = (ancestors(project.area_code) for project in projects)
    shared = [code for code in first if all(code in other for other in others)]
    return shared[-1] if shared else ""


def registers_of(projects: Sequence[Project]) -> list[Register]:
    """Each community's register; of several, with its name before every building."""
    if len(projects) == 1:
        return [register_of(projects[0])]
    named = zip(projects, names_on_roll(projects), strict=True)
    return [_within(register_of(one), name, n) for n, (one, name) in enumerate(named, 1)]


def names_on_roll(projects: Sequence[Project]) -> list[str]:
    """What the communities of a cluster are called; those of one name with the project's code."""
    names = Counter(project.community.name for project in projects)
    return [
        one.community.name + ("" if names[one.community.name] == 1 else f"（{one.code}）")
        for one in projects
    ]


def _active(group: ProjectGroup) -> tuple[Project, ...]:
    """Its projects but those that have left the plan, in the order of their keys."""
    rows = group.projects.exclude(state=Lifecycle.WITHDRAWN).select_related("community")
    return tuple(rows.order_by("pk"))


def _within(register: Register, community: str, order: int) -> Register:
    units = tuple(unit.within(community, order) for unit in register.units)
    return replace(register, units=units)

"""The doubtful cases of a community's register, and the previous round's roll, as plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from approvals.models import HeadUnit, RollDecision, Round
from approvals.rules.doubts import Doubt, OwnerFacts, UnitFacts, doubts
from approvals.rules.roll_difference import Difference, Listed, difference
from approvals.rules.words import room_words
from approvals.selectors.register import Register, register_of
from districts.models import Owner, Ownership
from renovation.models import Project


def roll_doubts(
    project: Project,
    register: Register | None = None,
    people: Mapping[int, OwnerFacts] | None = None,
    silent: Collection[str] = (),
) -> tuple[Doubt, ...]:
    """Every doubtful case with what was decided (a constant number of queries).

    `register` and `people` where the caller has read them already; `silent`: kinds of units that do
    not vote by the rule.
    """
    found = register or register_of(project)
    known = people if people is not None else owners_of(project)
    return doubts(_facts(found), found.heads, known.values(), decisions(project), silent)


def cluster_doubts(
    projects: Sequence[Project],
    register: Register,
    people: Mapping[int, OwnerFacts],
    silent: Collection[str] = (),
) -> tuple[Doubt, ...]:
    """The doubtful cases of several communities taken together, as any of them has decided."""
    decided: dict[str, str] = {}
    for project in projects:
        decided |= decisions(project)
    return doubts(_facts(register), register.heads, people.values(), decided, silent)


def owners_of(project: Project) -> dict[int, OwnerFacts]:
    """The community's owners of today, masked (one query)."""
    live = Ownership.objects.filter(unit__building__community=project.community_id, ends_on=None)
    rows = Owner.objects.filter(pk__in=live.values("owner")).values_list(
        "pk", "name_masked", "name_digest", "number_digest"
    )
    return {pk: OwnerFacts(pk, label, name, bool(number)) for pk, label, name, number in rows}


def _facts(register: Register) -> list[UnitFacts]:
    return [
        UnitFacts(unit.pk, unit.label, unit.kind, unit.area, unit.source) for unit in register.units
    ]


def decisions(project: Project) -> dict[str, str]:
    """Key → the newest decision."""
    rows = RollDecision.objects.filter(project=project).order_by("pk")
    return dict(rows.values_list("key", "choice"))


def listed(round_: Round, project: Project | None = None) -> dict[int, Listed]:
    """The frozen roll by the register's unit; of a cluster one `project`'s alone (one query)."""
    units = HeadUnit.objects.filter(round=round_).select_related("head").order_by("position")
    if project and (name := round_.community_of(project)):
        units = units.filter(community=name)
    return {
        unit.unit_id: Listed(
            room_words(unit.building, unit.entrance, unit.room),
            unit.area,
            frozenset(unit.head.owner_ids),
            unit.head.label,
            unit.head_id,
        )
        for unit in units
    }


def previous(
    project: Project, before: Round | None = None, places: Sequence[str] = ()
) -> Round | None:
    """The latest round that asked the same places and was not void, or the one before `before`.

    One of its cluster too, in which the whole community was asked.
    """
    rounds = Round.objects.of(project).filter(places=list(places))
    rounds = rounds.exclude(state="void").order_by("-opens_at")
    if before is not None:
        rounds = rounds.filter(opens_at__lt=before.opens_at)
    return rounds.first()


def since_previous(round_: Round) -> tuple[Round, Difference] | None:
    """The round before this one, and how the roll has changed; None for the first.

    A cluster's roll is held against the last roll of each of its communities.
    """
    olds = [(project, previous(project, round_, round_.places)) for project in round_.projects]
    then: dict[int, Listed] = {}
    for project, old in olds:
        then |= listed(old, project) if old else {}
    first = next((old for _, old in olds if old), None)
    return (first, difference(then, listed(round_))) if first else None

"""The doubtful cases of a community's register, and the previous round's roll, as plain values."""

from __future__ import annotations

from collections.abc import Iterable

from approvals.models import HeadUnit, RollDecision, Round
from approvals.rules.doubts import Doubt, OwnerFacts, UnitFacts, doubts
from approvals.rules.roll_difference import Difference, Listed, difference
from approvals.rules.words import room_words
from districts.models import ExclusiveUnit, Owner
from districts.rules.heads import Head
from districts.selectors.heads import voting_heads
from renovation.models import Project


def roll_doubts(
    project: Project,
    heads: list[Head] | None = None,
    units: Iterable[ExclusiveUnit] | None = None,
) -> tuple[Doubt, ...]:
    """Every doubtful case with what was decided (a constant number of queries).

    `heads` and `units` (with building and entrance) where the caller has read them already.
    """
    found = heads if heads is not None else voting_heads(project.community)
    rows = units if units is not None else _units(project)
    facts = [
        UnitFacts(
            unit.pk,
            room_words(
                unit.building.number, unit.entrance.number if unit.entrance else "", unit.room
            ),
            unit.kind,
            unit.area,
            unit.area_source,
        )
        for unit in rows
    ]
    ids = {pk for head in found for pk in head.owner_ids}
    owners = Owner.objects.filter(pk__in=ids).values_list(
        "pk", "name_masked", "name_digest", "number_digest"
    )
    people = [OwnerFacts(pk, label, name, bool(number)) for pk, label, name, number in owners]
    return doubts(facts, found, people, decisions(project))


def _units(project: Project) -> Iterable[ExclusiveUnit]:
    units = ExclusiveUnit.objects.filter(building__community_id=project.community_id)
    return units.select_related("building", "entrance").order_by(
        "building__position", "building__number", "position", "code"
    )


def decisions(project: Project) -> dict[str, str]:
    """Key → the newest decision."""
    rows = RollDecision.objects.filter(project=project).order_by("pk")
    return dict(rows.values_list("key", "choice"))


def listed(round_: Round) -> dict[int, Listed]:
    """The frozen roll by the register's unit (one query)."""
    units = HeadUnit.objects.filter(round=round_).select_related("head").order_by("position")
    return {
        unit.unit_id: Listed(
            room_words(unit.building, unit.entrance, unit.room),
            unit.area,
            frozenset(unit.head.owner_ids),
        )
        for unit in units
    }


def previous(project: Project, before: Round | None = None) -> Round | None:
    """The latest round that was not void, or the one before `before`."""
    rounds = Round.objects.filter(project=project).exclude(state="void").order_by("-opens_at")
    if before is not None:
        rounds = rounds.filter(opens_at__lt=before.opens_at)
    return rounds.first()


def since_previous(round_: Round) -> tuple[Round, Difference] | None:
    """The round before this one, and how the roll has changed; None for the first."""
    old = previous(round_.project, round_)
    return (old, difference(listed(old), listed(round_))) if old else None

"""The homes of a project whose households sign an undertaking, as the last roll has them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from approvals.models import HeadUnit, Round
from approvals.rules.words import WITHIN, room_words
from approvals.selectors.printing_households import PER_DOCUMENT
from approvals.selectors.printing_votes import roll_round
from common.errors import Refused
from districts.models import Owner
from funding.models import HouseholdShare
from renovation.models import Project
from reports.papers.design import standing


@dataclass(frozen=True, slots=True)
class Home:
    """One household: its place in the order of the stairs, masked owners, ㎡, 元 or None."""

    number: int
    room: str
    owners: str
    area: Decimal
    share: Decimal | None


def documents(project: Project) -> int:
    """In how many documents of fifty they go out; Refused before any roll was frozen."""
    return -(-_units(project).count() // PER_DOCUMENT)


def homes(project: Project, document: int = 0) -> list[Home]:
    """Every household, or the fifty of one document (from 1), in the order of the stairs."""
    first = (document - 1) * PER_DOCUMENT if document else 0
    rows = _units(project)
    units = list(rows[first : first + PER_DOCUMENT] if document else rows)
    people = Owner.objects.in_bulk({pk for unit in units for pk in unit.head.owner_ids})
    governs = standing(project.pk)
    shares = HouseholdShare.objects.filter(
        determination=governs, unit_id__in=[unit.unit_id for unit in units]
    )
    owed: dict[int, Decimal] = dict(shares.values_list("unit_id", "amount")) if governs else {}
    return [
        Home(
            number=first + place,
            room=room_words(unit.building, unit.entrance, unit.room),
            owners="、".join(people[pk].name_masked for pk in unit.head.owner_ids if pk in people)
            or unit.head.label,
            area=unit.area,
            share=owed.get(unit.unit_id),
        )
        for place, unit in enumerate(units, 1)
    ]


def roll_of(project: Project) -> Round:
    """The round whose frozen roll is used; Refused before there is one."""
    round_ = roll_round(project)
    if round_ is None:
        raise Refused("还没有冻结的业主名册，征询开启后才能按户印承诺书。", code="no_roll")
    return round_


def _units(project: Project) -> QuerySet[HeadUnit]:
    round_ = roll_of(project)
    rows = HeadUnit.objects.filter(round=round_, kind="home").select_related("head")
    rows = rows.order_by("position", "pk")
    where = round_.community_of(project)
    return rows.filter(building__startswith=f"{where}{WITHIN}") if where else rows

"""Values for the households' own papers of a round; areas are ㎡ with two places.

A document never computes, so everything stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import User
from approvals.models import HeadUnit, Round
from approvals.rules.words import building_words, room_words
from approvals.selectors.printing_heads import RoundHead, round_head
from approvals.selectors.rules import matters_of, round_rule
from approvals.selectors.seeing import homes_seen
from districts.models import Owner
from policies.rules.vocabulary import CHANNELS

PER_DOCUMENT = 50
"""Papers to a document: a printer's tray, and memory that does not grow with the community."""


@dataclass(frozen=True, slots=True)
class Question:
    """One matter on the paper."""

    key: str
    name: str
    question: str
    says: str


@dataclass(frozen=True, slots=True)
class HouseholdPaper:
    """One household's paper. `share` (元) is None until the residents' money is determined.

    `project_id`: whose design stands on it; in a cluster that of the home's own project.
    """

    unit_id: int
    room: str
    building: str
    owners: str
    phones: str
    area: Decimal
    serial: str
    token: str
    share: Decimal | None = None
    project_id: int = 0


@dataclass(frozen=True, slots=True)
class HouseholdPapers:
    """All papers of a round in the order of the stairs."""

    head: RoundHead
    questions: tuple[Question, ...]
    channels: tuple[str, ...]
    papers: tuple[HouseholdPaper, ...]


def documents(round_: Round, user: User | None = None) -> int:
    """In how many documents the papers of a round, or of its homes in scope, go out."""
    if user is None or not round_.members:
        return -(-round_.units // PER_DOCUMENT)
    return -(-homes_seen(round_, user).count() // PER_DOCUMENT)


def first_of(document: int) -> int:
    """Which home of the roll a document (from 1) begins with, counted from 1."""
    return (document - 1) * PER_DOCUMENT + 1


def units_in_order(
    round_: Round, document: int = 0, user: User | None = None
) -> QuerySet[HeadUnit]:
    """The roll as the stairs go; with a `document` (from 1) the fifty units on it.

    With a `user` the homes in that person's scope, numbered through by themselves.
    """
    units = homes_seen(round_, user).select_related("head").order_by("position", "pk")
    return units[first_of(document) - 1 : document * PER_DOCUMENT] if document else units


def household_papers(
    round_: Round,
    *,
    clear_names: bool = False,
    shares: Mapping[int, Decimal] | None = None,
    document: int = 0,
    user: User | None = None,
) -> HouseholdPapers:
    """Papers of every unit on the roll, or of one document (a constant number of queries).

    `clear_names` only for people who may see persons; else names are masked. `shares` maps the
    register's unit to its own share in 元, where one has been determined.
    """
    units = list(units_in_order(round_, document, user))
    owners = {pk for unit in units for pk in unit.head.owner_ids}
    people = {owner.pk: owner for owner in Owner.objects.filter(pk__in=owners)}
    rule = round_rule(round_).rule
    papers = []
    for unit in units:
        mine = [people[pk] for pk in unit.head.owner_ids if pk in people]
        names = "、".join(person.name if clear_names else person.name_masked for person in mine)
        papers.append(
            HouseholdPaper(
                unit_id=unit.unit_id,
                room=room_words(unit.building, unit.entrance, unit.room),
                building=building_words(unit.building),
                owners=names or unit.head.label,
                phones="、".join(person.phone_masked for person in mine if person.phone_masked),
                area=unit.area,
                serial=unit.serial,
                token=unit.token,
                share=(shares or {}).get(unit.unit_id),
                project_id=round_.project_at(unit.building).pk,
            )
        )
    return HouseholdPapers(
        head=round_head(round_),
        questions=tuple(Question(m.key, m.name, m.question, m.says) for m in matters_of(round_)),
        channels=tuple(CHANNELS[key] for key in rule.admits_channels),
        papers=tuple(papers),
    )

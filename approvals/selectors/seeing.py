"""Who sees a round, and in it what an owner answered: those who count, once they may know.

A round over a cluster may be run by several streets. Each sees the round; of its homes, papers,
calls and piles those of its own communities; and of what was said, what its own said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from accounts.access import Placed, can, can_in_part
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import HeadUnit, Round
from approvals.rules.tally import SAID
from approvals.selectors.blindness import reads_blind
from approvals.selectors.clusters import common_place
from renovation.models import Project

COUNTING = (Permission.VIEW_ANSWERS,)
"""What it takes to open a file that shows an answer."""
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What of a cluster's round lies in one person's scope, as a place of its own."""

    area_code: str
    area_codes: tuple[str, ...]


def sees(user: User, round_: Round) -> bool:
    """Whether the round, or of one of a cluster at least a community, lies in scope."""
    return can_in_part(user, Permission.VIEW_PROJECTS, on=round_)


def sees_whole(user: User, round_: Round) -> bool:
    """Whether all of the round lies in scope (no query where one community is asked alone)."""
    return can(user, Permission.VIEW_PROJECTS, on=round_)


def own_projects(user: User, round_: Round) -> list[Project]:
    """Those of the round's projects that lie in scope."""
    return [one for one in round_.projects if can(user, Permission.VIEW_PROJECTS, on=one)]


def own_instead(user: User, lead: int) -> Project | None:
    """A project in scope of a cluster whose round is kept with one that is not; None without."""
    rounds = Round.objects.visible_to(user).filter(project=lead).exclude(members=[])
    row = rounds.order_by("-pk").first()
    return own_projects(user, row)[0] if row else None


def own_part(user: User, round_: Round) -> Placed:
    """The round itself for who sees all of it, else the place of the communities in scope."""
    if sees_whole(user, round_):
        return round_
    mine = own_projects(user, round_)
    return OwnPart(common_place(mine), tuple(project.area_code for project in mine))


def seen(rows: QuerySet[M], round_: Round, user: User | None) -> QuerySet[M]:
    """These rows of the round as far as they lie in scope: of one community asked alone, all.

    Without a user all too: where the round as such is counted, whoever asks.
    """
    mine = rows.filter(round=round_)
    if user and round_.members:
        mine = mine.visible_to(user)  # type: ignore[attr-defined]
    return mine


def homes_seen(round_: Round, user: User | None) -> QuerySet[HeadUnit]:
    """The homes of the roll that lie in scope."""
    return seen(HeadUnit.objects.all(), round_, user)


def counts_here(user: User, on: Placed) -> bool:
    """Whether this person counts there; turnout is open to all who see the register.

    Of a round: whether in all of it. Of a home or a project of a cluster: whether in that.
    """
    return can(user, Permission.VIEW_ANSWERS, on=on)


def sees_choices(user: User, round_: Round) -> bool:
    """Whether this person counts in what she sees of it, and has nothing left to read blind."""
    return counts_here(user, own_part(user, round_)) and not reads_blind(user, round_)


def counted_by(user: User, round_: Round) -> frozenset[str]:
    """The communities of a cluster whose choices this person sees, as the roll calls them."""
    if not round_.members or reads_blind(user, round_):
        return frozenset()
    mine = (one for one in round_.projects if counts_here(user, one))
    return frozenset(round_.community_of(project) for project in mine)


def turnout(counts: Mapping[str, Any]) -> dict[str, Any]:
    """The count of a part without what was said there: a building may be one household."""
    return {name: None if name in SAID else value for name, value in counts.items()}


def places_of(round_: Round, buildings: Iterable[str]) -> list[Project]:
    """The projects in which these buildings of the roll stand, each once."""
    return list({one.pk: one for one in map(round_.project_at, buildings)}.values())

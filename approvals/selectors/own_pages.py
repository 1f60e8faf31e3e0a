"""By which project's page a person comes to a round: of a cluster by one of her own."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from approvals.models import Round
from renovation.models import Project


def pages_of(user: User, rounds: Sequence[Round]) -> dict[int, int]:
    """Round of a cluster → the first of its projects in scope (one query, none without one)."""
    members = {pk for row in rounds for pk in row.members}
    if not members:
        return {}
    mine = set(Project.objects.visible_to(user).filter(pk__in=members).values_list("pk", flat=True))
    return {row.pk: min(mine & set(row.members)) for row in rounds if mine & set(row.members)}

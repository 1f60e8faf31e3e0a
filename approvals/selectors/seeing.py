"""Who sees a round, and in it what an owner answered: those who count, nobody else."""

from __future__ import annotations

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Round

COUNTING = (Permission.RECORD_PAPER, Permission.CLOSE_ROUND, Permission.CONFIRM_TALLY)


def sees_choices(user: User, round_: Round) -> bool:
    """Whether this person counts here; turnout is open to all who see the register."""
    return any(can(user, right, on=round_) for right in COUNTING)


def sees(user: User, round_: Round) -> bool:
    """Whether the round lies in this person's scope: one of a cluster only with all of it."""
    return can(user, Permission.VIEW_PROJECTS, on=round_)

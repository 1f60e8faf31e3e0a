"""Who sees what an owner answered: those who type, close or confirm a count, nobody else."""

from __future__ import annotations

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Round

COUNTING = (Permission.RECORD_PAPER, Permission.CLOSE_ROUND, Permission.CONFIRM_TALLY)


def sees_choices(user: User, round_: Round) -> bool:
    """Whether this person counts here; turnout is open to all who see the register."""
    return any(can(user, right, on=round_) for right in COUNTING)

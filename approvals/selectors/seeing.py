"""Who sees a round, and in it what an owner answered: those who count, once they may know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Round
from approvals.rules.tally import SAID
from approvals.selectors.blindness import reads_blind

COUNTING = (Permission.RECORD_PAPER, Permission.CLOSE_ROUND, Permission.CONFIRM_TALLY)


def counts_here(user: User, round_: Round) -> bool:
    """Whether this person counts here; turnout is open to all who see the register."""
    return any(can(user, right, on=round_) for right in COUNTING)


def sees_choices(user: User, round_: Round) -> bool:
    """Whether this person counts here and has nothing left to read blind."""
    return counts_here(user, round_) and not reads_blind(user, round_)


def turnout(counts: Mapping[str, Any]) -> dict[str, Any]:
    """The count of a part without what was said there: a building may be one household."""
    return {name: None if name in SAID else value for name, value in counts.items()}


def sees(user: User, round_: Round) -> bool:
    """Whether the round lies in this person's scope: one of a cluster only with all of it."""
    return can(user, Permission.VIEW_PROJECTS, on=round_)

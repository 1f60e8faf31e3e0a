"""What waits for a second or third person: papers to read again, counts that another closed."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import can, can_in_part
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Round
from approvals.selectors.second_entries import left_for
from policies.selectors.governing import rules_at

MOST = 20


@dataclass(frozen=True, slots=True)
class ToRead:
    """A round with papers that this person may read a second time, and differences to settle."""

    round: Round
    unread: int
    differing: int


def to_confirm(user: User) -> list[Round]:
    """Closed rounds that this person may confirm, the longest waiting first (one query)."""
    if not can(user, Permission.CONFIRM_TALLY):
        return []
    rows = Round.objects.visible_to(user).filter(state="closed").exclude(closed_by=user)
    rows = rows.select_related("project", "closed_by").order_by("closed_at")[:MOST]
    return [row for row in rows if can(user, Permission.CONFIRM_TALLY, on=row)]


def to_read(user: User) -> list[ToRead]:
    """Rounds under a rule that asks for it, in which this person has something left to read.

    Two queries where no rule asks for it.
    """
    if not can(user, Permission.RECORD_PAPER):
        return []
    rows = Round.objects.visible_to(user).filter(state__in=("open", "closed"))
    rows = rows.select_related("project", "pin").order_by("closes_at")[:MOST]
    rules = rules_at((row.pin.version_id for row in rows), "rounds")
    asked = {
        (version, rule.key)
        for version, governed in rules.items()
        for rule in governed.rule
        if rule.second_entry != "none"
    }
    twice = [row for row in rows if (row.pin.version_id, row.key) in asked]
    mine = [row for row in twice if can_in_part(user, Permission.RECORD_PAPER, on=row)]
    found = [ToRead(row, *left_for(user, row)) for row in mine]
    return [one for one in found if one.unread or one.differing]

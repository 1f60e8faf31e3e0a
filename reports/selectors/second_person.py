"""What waits for a second person: counts that somebody else has closed."""

from __future__ import annotations

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Round

MOST = 20


def to_confirm(user: User) -> list[Round]:
    """Closed rounds that this person may confirm, the longest waiting first (one query)."""
    if not can(user, Permission.CONFIRM_TALLY):
        return []
    rows = Round.objects.visible_to(user).filter(state="closed").exclude(closed_by=user)
    rows = rows.select_related("project", "closed_by").order_by("closed_at")[:MOST]
    return [row for row in rows if can(user, Permission.CONFIRM_TALLY, on=row)]

"""How far an administrator reaches over an account, and the entry of what was done to it."""

from __future__ import annotations

from django.db.models import Q

from accounts.access import can, require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services import audit
from common.clock import real_now
from common.errors import Problem, Refused


def require_over(*, by: User, right: Permission, user: User) -> None:
    """The right over the account's first place and over every place it still reaches.

    Whoever sets a password or forgets a device could sign in as that person, so an account that
    has grown beyond the administrator's place is not theirs. Raises OutOfScope, or
    Refused saying why.
    """
    require(by, right, on=place_of(user=user))
    live = user.assignments.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=real_now().date()))
    further = [row.area_code for row in live if not can(by, right, row.area_code)]
    if further:
        raise Refused(
            Problem(
                f"该账号在 {'、'.join(further)} 也有角色，超出您的管辖范围",
                code="reaches_further",
                remedy="请上级或该地的管理员办理",
            )
        )


def place_of(*, user: User) -> str:
    """Where an account belongs: the place of its first assignment, past or present."""
    first = user.assignments.order_by("pk").first()
    return first.area_code if first else ""


def enter(*, by: User, user: User, action: str) -> None:
    """Write down in the account's own place what was done to it."""
    audit.record(
        by=by,
        action=action,
        on=user,
        area_code=place_of(user=user),
        summary=f"{action}：{user}（{user.username}）",
    )

"""Giving and taking away roles, with dates; both leave their entry in the trail."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.access import require
from accounts.models import Assignment, User
from accounts.permissions import ROLE_LABELS, UNIT_BOUND, Permission, Role
from accounts.rules.separation import clash
from accounts.services import audit
from common.area_codes import is_area_code
from common.errors import Problem, Refused


@transaction.atomic
def grant(
    *,
    by: User,
    on: date,
    user: User,
    role: Role,
    area_code: str,
    unit_code: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Assignment:
    """Give `user` a role at a place from `starts_on` (default `on`) to `ends_on` inclusive.

    `on` is the real day. Raises Refused with every problem: a malformed place, a missing unit,
    dates in the wrong order, the same role twice, oneself, or administrators who would overlap.
    """
    require(by, Permission.MANAGE_USERS, on=area_code)
    starts = starts_on or on
    User.objects.select_for_update().get(pk=user.pk)
    problems = _problems(by, on, user, role, (area_code, unit_code), (starts, ends_on))
    if problems:
        raise Refused(problems)
    row = Assignment.objects.create(
        user=user,
        role=role,
        area_code=area_code,
        unit_code=unit_code,
        starts_on=starts,
        ends_on=ends_on,
    )
    _entry(by, row, "授予角色")
    return row


@transaction.atomic
def revoke(*, by: User, on: date, assignment: Assignment) -> None:
    """End an assignment from `on` (the real day); one that had not begun before is removed.

    Raises Refused for one that has ended, or one's own.
    """
    require(by, Permission.MANAGE_USERS, on=assignment.area_code)
    row = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if row.user_id == by.pk:
        raise Refused("不能撤销自己的角色，请由另一位系统管理员办理。")
    if row.ends_on is not None and row.ends_on < on:
        raise Refused("该任职已经截止。")
    _entry(by, row, "撤销角色")
    if row.starts_on >= on:
        row.delete()
    else:
        row.ends_on = on - timedelta(days=1)
        row.save(update_fields=["ends_on"])


def _problems(
    by: User,
    on: date,
    user: User,
    role: Role,
    place: tuple[str, str],
    span: tuple[date, date | None],
) -> list[Problem]:
    (area_code, unit_code), (starts, ends) = place, span
    found = []
    if by.pk == user.pk:
        found.append(Problem("不能给自己授予角色，请由另一位系统管理员办理", "self"))
    if not is_area_code(area_code):
        found.append(
            Problem("区划代码不成形", "area_code", "area_code", area_code, "2、4、6、9 或 12 位")
        )
    if role in UNIT_BOUND and not unit_code:
        words = f"{ROLE_LABELS[role]}须写明所属单位"
        found.append(Problem(words, "unit_code", "unit_code"))
    if ends is not None and ends < starts:
        found.append(Problem("截止日早于生效日", "dates", "ends_on", ends.isoformat()))
    live = user.assignments.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    if live.filter(role=role, area_code=area_code, unit_code=unit_code).exists():
        found.append(Problem("该人员已有这一角色", "twice", "role"))
    held = {Role(value) for value in live.values_list("role", flat=True)}
    if words := clash(held, role):
        found.append(Problem(words, "separation", "role"))
    return found


def _entry(by: User, row: Assignment, action: str) -> None:
    label = ROLE_LABELS[Role(row.role)]
    audit.record(
        by=by,
        action=action,
        on=row,
        summary=f"{action}：{row.user} · {label} · {row.area_code}",
        payload={
            "user": row.user_id,
            "role": row.role,
            "unit": row.unit_code,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat() if row.ends_on else "",
        },
    )

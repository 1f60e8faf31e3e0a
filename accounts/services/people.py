"""Accounts of persons: opened with a first role, closed and reopened, helped when locked out."""

from __future__ import annotations

import secrets
from datetime import date

from axes.utils import reset as axes_reset
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django_otp.plugins.otp_totp.models import TOTPDevice
from rest_framework.authtoken.models import Token

from accounts.access import can, require
from accounts.models import User
from accounts.permissions import Permission, Role
from accounts.services import audit
from accounts.services.assignments import grant
from common.clock import real_now
from common.errors import Problem, Refused

_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_password() -> str:
    """Fourteen characters that nobody confuses, for the first login only."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(14))


@transaction.atomic
def open_account(
    *,
    by: User,
    on: date,
    username: str,
    display_name: str,
    role: Role,
    area_code: str,
    unit_code: str = "",
    position: str = "",
) -> tuple[User, str]:
    """A new person with a first role; returns the account and its first password.

    The password must be changed at the first login. Raises Refused with every problem.
    """
    require(by, Permission.MANAGE_USERS, on=area_code)
    problems = []
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        problems.append(
            Problem("账号只能用文字、数字和 @ . + - _", "username", "username", username)
        )
    if User.objects.filter(username__iexact=username).exists():
        problems.append(Problem("账号已有人使用", "taken", "username", username))
    if not display_name.strip():
        problems.append(Problem("请填写姓名", "required", "display_name"))
    if problems:
        raise Refused(problems)
    password = new_password()
    user = User(
        username=username,
        display_name=display_name.strip(),
        position=position,
        must_change_password=True,
    )
    user.set_password(password)
    user.save()
    grant(by=by, on=on, user=user, role=role, area_code=area_code, unit_code=unit_code)
    return user, password


@transaction.atomic
def set_active(*, by: User, user: User, active: bool) -> User:
    """Close or reopen an account; closing ends its token. Raises Refused for one's own."""
    _require_over(by, Permission.MANAGE_USERS, user)
    if by.pk == user.pk:
        raise Refused("不能停用自己的账号。")
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        Token.objects.filter(user=user).delete()
    _entry(by, user, "启用账号" if active else "停用账号")
    return user


@transaction.atomic
def reset_password(*, by: User, user: User) -> str:
    """A new first password, to be changed at the next login; ends the old token."""
    _require_over(by, Permission.MANAGE_USERS, user)
    password = new_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    Token.objects.filter(user=user).delete()
    _entry(by, user, "重置密码")
    return password


@transaction.atomic
def unlock(*, by: User, user: User) -> None:
    """Let a locked-out person try again."""
    require(by, Permission.MANAGE_SECURITY, on=_place(user))
    axes_reset(username=user.username)
    _entry(by, user, "解除登录锁定")


@transaction.atomic
def reset_second_factor(*, by: User, user: User) -> None:
    """Forget a lost device; the person enrols a new one at the next login."""
    _require_over(by, Permission.MANAGE_SECURITY, user)
    if by.pk == user.pk:
        raise Refused("不能重置自己的动态口令，请由另一位安全管理员办理。")
    TOTPDevice.objects.filter(user=user).delete()
    _entry(by, user, "重置动态口令")


def changed_own_password(*, user: User) -> None:
    """The person has set a new password of their own."""
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    Token.objects.filter(user=user).delete()
    _entry(user, user, "修改密码")


def signed_in(*, user: User) -> None:
    """The person has signed in."""
    _entry(user, user, "登录")


def _require_over(by: User, right: Permission, user: User) -> None:
    """The right over the account's first place and over every place it still reaches.

    Whoever sets a password or forgets a device could sign in as that person, so an account that
    has grown beyond the administrator's place is not theirs. Raises OutOfScope, or
    Refused saying why.
    """
    require(by, right, on=_place(user))
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


def _place(user: User) -> str:
    """Where an account belongs: the place of its first assignment, past or present."""
    first = user.assignments.order_by("pk").first()
    return first.area_code if first else ""


def _entry(by: User, user: User, action: str) -> None:
    audit.record(
        by=by,
        action=action,
        on=user,
        area_code=_place(user),
        summary=f"{action}：{user}（{user.username}）",
    )

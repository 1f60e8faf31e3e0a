"""How a person signs in: first passwords, own passwords, lock-outs, lost devices."""

from __future__ import annotations

import secrets

from axes.utils import reset as axes_reset
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice
from rest_framework.authtoken.models import Token

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.reach import enter, place_of, require_over
from common.errors import Refused

_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_password() -> str:
    """Fourteen characters that nobody confuses, for the first login only."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(14))


@transaction.atomic
def reset_password(*, by: User, user: User) -> str:
    """A new first password, to be changed at the next login; ends the old token."""
    require_over(by=by, right=Permission.MANAGE_USERS, user=user)
    password = new_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    Token.objects.filter(user=user).delete()
    enter(by=by, user=user, action="重置密码")
    return password


@transaction.atomic
def unlock(*, by: User, user: User) -> None:
    """Let a locked-out person try again."""
    require(by, Permission.MANAGE_SECURITY, on=place_of(user=user))
    axes_reset(username=user.username)
    enter(by=by, user=user, action="解除登录锁定")


@transaction.atomic
def reset_second_factor(*, by: User, user: User) -> None:
    """Forget a lost device; the person enrols a new one at the next login."""
    require_over(by=by, right=Permission.MANAGE_SECURITY, user=user)
    if by.pk == user.pk:
        raise Refused("不能重置自己的动态口令，请由另一位安全管理员办理。")
    TOTPDevice.objects.filter(user=user).delete()
    enter(by=by, user=user, action="重置动态口令")


def changed_own_password(*, user: User) -> None:
    """The person has set a new password of their own."""
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    Token.objects.filter(user=user).delete()
    enter(by=user, user=user, action="修改密码")


def signed_in(*, user: User) -> None:
    """The person has signed in."""
    enter(by=user, user=user, action="登录")

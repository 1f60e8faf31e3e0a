"""Accounts of persons: opened with a first role, closed and reopened."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from rest_framework.authtoken.models import Token

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission, Role
from accounts.services.assignments import grant
from accounts.services.credentials import new_password
from accounts.services.reach import enter, require_over
from common.errors import Problem, Refused


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
    require_over(by=by, right=Permission.MANAGE_USERS, user=user)
    if by.pk == user.pk:
        raise Refused("不能停用自己的账号。")
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        Token.objects.filter(user=user).delete()
    enter(by=by, user=user, action="启用账号" if active else "停用账号")
    return user

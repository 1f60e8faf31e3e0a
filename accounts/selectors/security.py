"""What is in force for passwords, sessions and lock-outs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings

from accounts.authentication import TOKEN_DAYS


def in_force() -> list[tuple[str, str]]:
    """Each rule by its name, as the settings have it."""
    cooloff: timedelta = settings.AXES_COOLOFF_TIME
    validators: list[Any] = settings.AUTH_PASSWORD_VALIDATORS
    length = next(
        validator["OPTIONS"]["min_length"]
        for validator in validators
        if validator["NAME"].endswith("MinimumLengthValidator")
    )
    return [
        ("密码长度", f"至少 {length} 位，不得用常见密码或纯数字"),
        (
            "连续输错",
            f"{settings.AXES_FAILURE_LIMIT} 次后锁定 {cooloff // timedelta(minutes=1)} 分钟",
        ),
        ("登录有效", f"{settings.SESSION_COOKIE_AGE // 3600} 小时，关闭浏览器即失效"),
        ("管理员", "密码之外再验动态口令，三员不得互兼"),
        ("接口令牌", f"{TOKEN_DAYS} 天后失效，修改密码即失效"),
    ]

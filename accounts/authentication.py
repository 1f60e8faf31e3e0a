"""REST tokens that grow old, on the real clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rest_framework.authentication import TokenAuthentication as Plain
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import User
from common.clock import real_now

TOKEN_DAYS = 30


class TokenAuthentication(Plain):
    """`Authorization: Token <key>`; refused when unknown, thirty days old, or closed."""

    def authenticate_credentials(self, key: str) -> tuple[User, Any]:
        """The user and the token."""
        token = Token.objects.select_related("user").filter(key=key).first()
        if token is None or not token.user.is_active:
            raise AuthenticationFailed("令牌无效，请重新登录取得。")
        if token.created < real_now() - timedelta(days=TOKEN_DAYS):
            raise AuthenticationFailed("令牌已过期，请重新登录取得。")
        return token.user, token

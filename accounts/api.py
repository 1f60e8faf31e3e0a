"""REST: a token for a password, and who one is."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.permissions import ROLE_LABELS
from accounts.rest import checked, person
from accounts.rules.separation import needs_second_factor
from accounts.services import credentials
from common.errors import Refused


class CredentialsIn(serializers.Serializer[Any]):
    """What one signs in with."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class TokenOut(serializers.Serializer[Any]):
    """The key for `Authorization: Token <key>`."""

    token = serializers.CharField()
    created = serializers.DateTimeField()


class GrantOut(serializers.Serializer[Any]):
    """A role at a place."""

    role = serializers.CharField()
    role_name = serializers.CharField()
    area_code = serializers.CharField()
    unit_code = serializers.CharField()


class MeOut(serializers.Serializer[Any]):
    """Who one is, today."""

    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()
    grants = GrantOut(many=True)


class TokenView(APIView):
    """取得与注销接口令牌。"""

    def get_permissions(self) -> list[BasePermission]:
        """Anybody may try a password; only a holder ends a token."""
        return [AllowAny()] if self.request.method == "POST" else [IsAuthenticated()]

    def get_authenticators(self) -> list[Any]:
        """An old token in the header does not stand in the way of a new one."""
        request = getattr(self, "request", None)
        return (
            [] if request is not None and request.method == "POST" else super().get_authenticators()
        )

    @extend_schema(request=CredentialsIn, responses=TokenOut, summary="用账号密码换取令牌")
    def post(self, request: Request) -> Response:
        """A fresh token; the earlier one ends. Five failures lock the account for a while."""
        given = checked(CredentialsIn, request)
        user = authenticate(request._request, **given)
        if not isinstance(user, User):
            raise Refused("账号或密码不对，或账号已锁定。", code="credentials")
        if needs_second_factor(user.access.roles()):
            raise PermissionDenied("管理员须在网页上验证动态口令，不发接口令牌。")
        if user.must_change_password:
            raise PermissionDenied("首次登录须先在网页上修改密码。")
        Token.objects.filter(user=user).delete()
        token = Token.objects.create(user=user)
        credentials.signed_in(user=user)
        return Response({"token": token.key, "created": token.created})

    @extend_schema(request=None, responses={204: None}, summary="注销令牌")
    def delete(self, request: Request) -> Response:
        """The key is worth nothing from now on."""
        Token.objects.filter(user=person(request)).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


class MeView(APIView):
    """当前用户。"""

    @extend_schema(responses=MeOut, summary="当前用户及其角色")
    def get(self, request: Request) -> Response:
        """Roles in force today."""
        user = person(request)
        grants = [
            {
                "role": grant.role.value,
                "role_name": ROLE_LABELS[grant.role],
                "area_code": grant.area_code,
                "unit_code": grant.unit_code,
            }
            for grant in user.access.grants
        ]
        name = user.display_name
        return Response({"id": user.pk, "username": user.username, "name": name, "grants": grants})

"""What the administrators' pages share; each administrator sees only its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from accounts.models import User
from accounts.permissions import Permission
from accounts.selectors.people import people_of
from accounts.web import SignedIn
from common.errors import NotAllowed, OutOfScope

_PAGES = (
    (Permission.MANAGE_USERS, "accounts:users", "人员与任职"),
    (Permission.MANAGE_SECURITY, "accounts:security", "安全设置"),
    (Permission.VIEW_AUDIT, "accounts:trail", "操作记录"),
)


def tabs(user: User, current: str) -> list[dict[str, Any]]:
    """The administration pages that this person may open."""
    return [
        {"label": label, "url": reverse(name), "current": name == current}
        for permission, name, label in _PAGES
        if user.access.has(permission)
    ]


class System(SignedIn, View):
    """The first administration page that the person may open."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """403 for those who administer nothing."""
        for permission, name, _ in _PAGES:
            if self.person.access.has(permission):
                return redirect(name)
        raise NotAllowed("只有系统、安全、审计管理员和审计人员可以打开这里。")


def known_person(by: User, pk: int) -> User:
    """An account of the administrator's place; OutOfScope for another."""
    user = people_of(by).filter(pk=pk).first()
    if user is None:
        raise OutOfScope("没有找到这个账号，或不在您的管辖范围内。")
    return user


def announce_password(request: HttpRequest, user: User, password: str) -> None:
    """Show a first password once."""
    words = f"{user}（{user.username}）的初始密码：{password} 。"
    messages.warning(request, f"{words}只显示这一次，请当面告知本人，首次登录须修改。")

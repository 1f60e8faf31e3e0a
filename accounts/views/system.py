"""The administrators' pages: accounts, security, the trail; each sees only its own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.authentication import TOKEN_DAYS
from accounts.filters import AuditFilter, UserFilter
from accounts.models import AuditEntry, User
from accounts.permissions import ROLE_LABELS, Permission, Role
from accounts.rules.separation import ADMINISTRATORS
from accounts.selectors.people import people_of
from accounts.selectors.trail import check_all
from accounts.services import people
from accounts.web import ActionView, ListPage, SignedIn
from common.clock import real_now
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


_TRAIL_FIELDS = (
    ("actor", "经办人", "text"),
    ("area", "区划代码", "text"),
    ("project", "项目编号", "text"),
    ("since", "自", "date"),
    ("until", "至", "date"),
)


class System(SignedIn, View):
    """The first administration page that the person may open."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """403 for those who administer nothing."""
        for permission, name, _ in _PAGES:
            if self.person.access.has(permission):
                return redirect(name)
        raise NotAllowed("只有系统、安全、审计管理员和审计人员可以打开这里。")


class UserList(ListPage):
    """Accounts of the administrator's place."""

    permission = Permission.MANAGE_USERS
    template_name = "accounts/users.html"
    model = User
    filterset_class = UserFilter
    sorts: ClassVar = {
        "username": ("username",),
        "name": ("display_name",),
        "login": ("last_login",),
    }

    def rows(self) -> QuerySet[User]:
        """Only those who hold or held a role there."""
        return people_of(self.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The filter bar."""
        given = self.request.GET
        bar = {
            "find": {"name": "q", "value": given.get("q", ""), "placeholder": "姓名或账号"},
            "hidden": [("sort", self.sort)],
            "selects": [
                {
                    "name": "role",
                    "label": "角色",
                    "value": given.get("role", ""),
                    "options": [(role.value, ROLE_LABELS[role]) for role in Role],
                },
                {
                    "name": "active",
                    "label": "状态",
                    "value": given.get("active", ""),
                    "options": [("true", "在用"), ("false", "停用")],
                },
            ],
        }
        return super().get_context_data(bar=bar, tabs=tabs(self.person, "accounts:users"), **kwargs)


class Security(SignedIn, TemplateView):
    """What is in force for passwords, sessions and lock-outs; who is locked out now."""

    permission = Permission.MANAGE_SECURITY
    template_name = "accounts/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Failures of the last cool-off time and the administrators' devices, in scope."""
        known = people_of(self.person)
        since = real_now() - settings.AXES_COOLOFF_TIME
        attempts = AccessAttempt.objects.filter(attempt_time__gte=since).order_by("-attempt_time")
        users = {user.username: user for user in known}
        roles = [role.value for role in ADMINISTRATORS]
        admins = known.filter(assignments__role__in=roles).order_by("username")
        ready = set(TOTPDevice.objects.filter(confirmed=True).values_list("user_id", flat=True))
        return super().get_context_data(
            tabs=tabs(self.person, "accounts:security"),
            facts=_in_force(),
            limit=settings.AXES_FAILURE_LIMIT,
            attempts=[(users[row.username], row) for row in attempts if row.username in users],
            admins=[(user, user.pk in ready) for user in admins],
            **kwargs,
        )


class Trail(ListPage):
    """The audit trail in scope, with the state of its chains on demand."""

    permission = Permission.VIEW_AUDIT
    template_name = "accounts/trail.html"
    model = AuditEntry
    filterset_class = AuditFilter
    sorts: ClassVar = {"recorded": ("-recorded",)}
    paginate_by = 100

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The filters; with `?verify=1`, every chain of the person's places recomputed."""
        given, states = self.request.GET, None
        if "verify" in given:
            mine = self.person.access.area_codes()
            found = check_all(Path(settings.VAR_DIR) / "audit")
            states = [
                state
                for state in found
                if state.chain == "system" or any(_meets(state.chain, code) for code in mine)
            ]
        fields = [(name, label, (kind, given.get(name, ""))) for name, label, kind in _TRAIL_FIELDS]
        return super().get_context_data(
            fields=fields,
            states=states,
            given=given,
            tabs=tabs(self.person, "accounts:trail"),
            **kwargs,
        )


class Unlock(ActionView):
    """Let a locked-out person try again."""

    permission = Permission.MANAGE_SECURITY
    success_message = "已解除锁定，请通知本人重新登录。"

    def run(self) -> None:
        """Only accounts of the administrator's place."""
        people.unlock(by=self.person, user=known_person(self.person, self.kwargs["pk"]))

    def back(self) -> str:
        """The security page."""
        return reverse("accounts:security")


class ResetSecondFactor(Unlock):
    """Forget a lost device."""

    success_message = "已重置，本人下次登录时重新绑定。"

    def run(self) -> None:
        """Only accounts of the administrator's place."""
        user = known_person(self.person, self.kwargs["pk"])
        people.reset_second_factor(by=self.person, user=user)


def known_person(by: User, pk: int) -> User:
    """An account of the administrator's place; OutOfScope for another."""
    user = people_of(by).filter(pk=pk).first()
    if user is None:
        raise OutOfScope("没有找到这个账号，或不在您的管辖范围内。")
    return user


def _meets(chain: str, code: str) -> bool:
    return chain.startswith(code) or code.startswith(chain)


def _in_force() -> list[tuple[str, str]]:
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


def announce_password(request: HttpRequest, user: User, password: str) -> None:
    """Show a first password once."""
    words = f"{user}（{user.username}）的初始密码：{password} 。"
    messages.warning(request, f"{words}只显示这一次，请当面告知本人，首次登录须修改。")

"""Two gates behind the login: a first password is changed, administrators show a second factor."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.rules.separation import needs_second_factor
from accounts.web import person

_OPEN = frozenset(
    {
        "accounts:login",
        "accounts:logout",
        "accounts:password",
        "accounts:second_factor",
        "records:verify",
    }
)


class Gates:
    """Send a person through what is still due before anything else; REST gets 403 in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """None lets the request pass."""
        match = request.resolver_match
        name = match.view_name if match else ""
        if not request.user.is_authenticated or name in _OPEN:
            return None
        due = _due(request)
        if not due:
            return None
        if request.path.startswith("/api/"):
            error = {"code": "permission_denied", "detail": due[1], "attr": None}
            body = {"type": "client_error", "errors": [error]}
            return JsonResponse(body, status=403)
        return redirect(f"{reverse(due[0])}?{urlencode({'next': request.get_full_path()})}")


def _due(request: HttpRequest) -> tuple[str, str] | None:
    user = person(request)
    if user.must_change_password:
        return "accounts:password", "首次登录须先在网页上修改密码。"
    verified = user.is_verified()  # type: ignore[attr-defined]
    if needs_second_factor(user.access.roles()) and not verified:
        return "accounts:second_factor", "管理员须先在网页上验证动态口令。"
    return None

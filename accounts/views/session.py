"""Signing in and out, one's own password and second factor."""

from __future__ import annotations

from base64 import b32encode
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.safestring import SafeString, mark_safe
from django.views.generic import TemplateView
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.forms import CodeForm
from accounts.models import User
from accounts.permissions import ROLE_LABELS, Role
from accounts.places import names_of
from accounts.services import credentials
from accounts.web import ServiceView, SignedIn, person, safe_next
from common.errors import Problem, Refused


class SignIn(auth.LoginView):
    """User name and password; locked for a while after five failures."""

    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Record it, then go where the person wanted to go."""
        response = super().form_valid(form)
        credentials.signed_in(user=form.get_user())
        return response

    def get_default_redirect_url(self) -> str:
        """The page of the person's only role in `LANDING_PAGES`, else the workbench."""
        pages = {settings.LANDING_PAGES.get(role) for role in person(self.request).access.roles()}
        landing = pages.pop() if len(pages) == 1 else None
        return reverse(landing) if landing else super().get_default_redirect_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In the demo, one account per role with the common password."""
        return super().get_context_data(demo_accounts=_demo_accounts(), **kwargs)


class SignOut(auth.LogoutView):
    """POST only. The browser forgets the pages it kept: nobody goes back to them afterwards."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What waits to be sent stays: it is in the browser's store, not among its pages."""
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


class Profile(SignedIn, TemplateView):
    """Who one is here: roles, places and dates."""

    template_name = "accounts/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All assignments, past ones too."""
        rows = self.person.assignments.all()
        named = names_of(rows)
        return super().get_context_data(person=self.person, assignments=rows, **named, **kwargs)


class Password(SignedIn, auth.PasswordChangeView):
    """A new password of one's own."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:profile")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """The old token ends with the old password."""
        response = super().form_valid(form)
        credentials.changed_own_password(user=self.person)
        messages.success(self.request, "密码已修改。")
        return response

    def get_success_url(self) -> str:
        """Back to what the person wanted when the gate stood in the way."""
        return safe_next(self.request, str(self.success_url))


class SecondFactor(ServiceView):
    """Enrol an authenticator at the first time, then its code at every login."""

    template_name = "accounts/second_factor.html"
    form_class = CodeForm
    success_message = "动态口令已验证。"

    def device(self) -> TOTPDevice:
        """The person's device; a new unconfirmed one until its first code is right."""
        known = TOTPDevice.objects.filter(user=self.person).order_by("-confirmed", "pk").first()
        return known or TOTPDevice.objects.create(
            user=self.person, name="动态口令", confirmed=False
        )

    def run(self, form: CodeForm) -> TOTPDevice:
        """Compare; raises Refused for a wrong or repeated code."""
        device = self.device()
        if not device.verify_token(form.cleaned_data["code"]):
            words = "动态口令不对，或已经用过。请等下一个再试；手机时间要准"
            raise Refused(Problem(words, "code", "code"))
        if not device.confirmed:
            device.confirmed = True
            device.save(update_fields=["confirmed"])
        otp_login(self.request, device)
        return device

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """While enrolling, the QR code and the secret to type in."""
        device = self.device()
        enrolling = {} if device.confirmed else {"qr": _qr(device), "secret": _secret(device)}
        return super().get_context_data(**enrolling, **kwargs)

    def get_success_url(self) -> str:
        """Where the gate stood."""
        return safe_next(self.request, reverse("accounts:system"))


def _qr(device: TOTPDevice) -> SafeString:
    drawn = segno.make(device.config_url, error="m").svg_inline(
        scale=4, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  made of numbers by segno


def _secret(device: TOTPDevice) -> str:
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _demo_accounts() -> list[dict[str, str]]:
    password = getattr(settings, "DEMO_PASSWORD", "")
    if not password or not settings.DEMO_NOW:
        return []
    found: dict[str, dict[str, str]] = {}
    users = User.objects.filter(username__startswith="demo", is_active=True)
    for user in users.prefetch_related("assignments"):
        for row in user.assignments.all():
            account = {"username": user.username, "password": password}
            found.setdefault(row.role, account | {"label": ROLE_LABELS[Role(row.role)]})
    return [found[role.value] for role in Role if role.value in found]

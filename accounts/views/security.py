"""The security administrator's page: what is in force, who is locked out, help for both."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.urls import reverse
from django.views.generic import TemplateView
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.permissions import Permission
from accounts.rules.separation import ADMINISTRATORS
from accounts.selectors.people import people_of
from accounts.selectors.security import in_force
from accounts.services import credentials
from accounts.views.system import known_person, tabs
from accounts.web import ActionView, SignedIn
from common.clock import real_now


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
            facts=in_force(),
            limit=settings.AXES_FAILURE_LIMIT,
            attempts=[(users[row.username], row) for row in attempts if row.username in users],
            admins=[(user, user.pk in ready) for user in admins],
            **kwargs,
        )


class Unlock(ActionView):
    """Let a locked-out person try again."""

    permission = Permission.MANAGE_SECURITY
    success_message = "已解除锁定，请通知本人重新登录。"

    def run(self) -> None:
        """Only accounts of the administrator's place."""
        credentials.unlock(by=self.person, user=known_person(self.person, self.kwargs["pk"]))

    def back(self) -> str:
        """The security page."""
        return reverse("accounts:security")


class ResetSecondFactor(Unlock):
    """Forget a lost device."""

    success_message = "已重置，本人下次登录时重新绑定。"

    def run(self) -> None:
        """Only accounts of the administrator's place."""
        user = known_person(self.person, self.kwargs["pk"])
        credentials.reset_second_factor(by=self.person, user=user)

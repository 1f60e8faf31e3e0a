"""One account: open it, give and take roles, close it, reset its password."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accounts.forms import AccountForm, AssignmentForm
from accounts.models import User
from accounts.permissions import Permission
from accounts.places import names_of
from accounts.services import assignments, credentials, people
from accounts.views.system import announce_password, known_person, tabs
from accounts.web import ActionView, ServiceView
from common.clock import real_now
from common.errors import OutOfScope


class _RolePage(ServiceView):
    permission = Permission.MANAGE_USERS

    def get_form_kwargs(self) -> dict[str, Any]:
        """Places to choose from: those of the administrator."""
        return super().get_form_kwargs() | {"within": self.person.access.area_codes()}


class NewAccount(_RolePage):
    """A person's account with a first role."""

    template_name = "accounts/new_account.html"
    form_class = AccountForm

    def run(self, form: AccountForm) -> User:
        """The first password is shown once, on the next page."""
        user, password = people.open_account(
            by=self.person, on=real_now().date(), **form.cleaned_data
        )
        announce_password(self.request, user, password)
        return user

    def get_success_url(self) -> str:
        """The new account's page."""
        return reverse("accounts:user", args=[self.result.pk])


class Account(_RolePage):
    """An account with its roles; the form gives one more."""

    template_name = "accounts/user.html"
    form_class = AssignmentForm
    success_message = "角色已授予。"

    def run(self, form: AssignmentForm) -> Any:
        """Dates by the real clock."""
        user = known_person(self.person, self.kwargs["pk"])
        given = form.cleaned_data
        return assignments.grant(by=self.person, on=real_now().date(), user=user, **given)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The account and all its assignments."""
        shown = known_person(self.person, self.kwargs["pk"])
        return super().get_context_data(
            shown=shown,
            today=real_now().date(),
            tabs=tabs(self.person, "accounts:users"),
            **names_of(shown.assignments.all()),
            **kwargs,
        )

    def get_success_url(self) -> str:
        """The same page."""
        return reverse("accounts:user", args=[self.kwargs["pk"]])


class _AccountAction(ActionView):
    permission = Permission.MANAGE_USERS

    def shown(self) -> User:
        """The account in question."""
        return known_person(self.person, self.kwargs["pk"])

    def back(self) -> str:
        """The account's page."""
        return reverse("accounts:user", args=[self.kwargs["pk"]])


class SetActive(_AccountAction):
    """Close or reopen: POST `active` 1 or 0."""

    success_message = "账号状态已更改。"

    def run(self) -> None:
        """Not one's own."""
        active = self.request.POST.get("active") == "1"
        people.set_active(by=self.person, user=self.shown(), active=active)


class ResetPassword(_AccountAction):
    """A new first password, shown once."""

    def run(self) -> None:
        """The old token ends, too."""
        user = self.shown()
        announce_password(self.request, user, credentials.reset_password(by=self.person, user=user))


class Revoke(_AccountAction):
    """End one assignment from today."""

    success_message = "角色已撤销。"

    def run(self) -> None:
        """Not one's own."""
        row = self.shown().assignments.filter(pk=self.kwargs["assignment"]).first()
        if row is None:
            raise OutOfScope("没有找到这项任职。")
        assignments.revoke(by=self.person, on=real_now().date(), assignment=row)

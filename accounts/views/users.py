"""The accounts of the administrator's place."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet

from accounts.filters import UserFilter
from accounts.models import User
from accounts.permissions import ROLE_LABELS, Permission, Role
from accounts.places import names_of
from accounts.selectors.people import people_of
from accounts.views.system import tabs
from accounts.web import ListPage


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
        context = super().get_context_data(bar=bar, **kwargs)
        held = [row for user in context["page_obj"] for row in user.assignments.all()]
        return context | names_of(held) | {"tabs": tabs(self.person, "accounts:users")}

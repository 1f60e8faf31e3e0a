"""What the pages of one project's money share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from accounts.access import require
from accounts.permissions import Permission
from accounts.web import SignedIn
from renovation.models import Project
from renovation.selectors.frame import get_project


class OfProject(SignedIn):
    """The project in the address, in scope and with the right to see its money."""

    permission = Permission.VIEW_MONEY
    kwargs: dict[str, Any]

    @cached_property
    def project(self) -> Project:
        """Outside scope 404, inside without the right 403."""
        found = get_project(self.person, self.kwargs["project_id"])
        require(self.person, Permission.VIEW_MONEY, on=found)
        return found

    def url(self, name: str, **kwargs: Any) -> str:
        """Address of another page of the same project's money."""
        return reverse(f"funding:{name}", kwargs={"project_id": self.project.pk, **kwargs})

    def crumbs(self, *more: tuple[str, str]) -> list[tuple[str, str]]:
        """Way from the list of projects to here."""
        return [
            ("计划与项目", reverse("renovation:project_list")),
            (self.project.name, self.url("project")),
            *more,
        ]

"""Row scope as a queryset method, inherited by every table that lies somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class ScopedQuerySet(models.QuerySet):
    """Rows with an area code, their own or through a parent.

    Subclasses set `scope_path` ("" or "project__") and `units_field` ("" where no unit works).
    """

    scope_path = ""
    units_field = ""

    def visible_to(self, user: User) -> Self:
        """Only rows in the person's scope: by place, or by the unit that leads or supports."""
        units_path = f"{self.scope_path}{self.units_field}" if self.units_field else ""
        return self.filter(user.access.scope(f"{self.scope_path}area_code", units_path))

    def within(self, code: str) -> Self:
        """Only rows that lie in this place (an empty code is everywhere)."""
        return self.filter(**{f"{self.scope_path}area_code__startswith": code}) if code else self


class ProjectScopedQuerySet(ScopedQuerySet):
    """Rows that belong to a project and are seen with it."""

    scope_path = "project__"
    units_field = "unit_codes"

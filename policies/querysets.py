"""Who reads which policy: every logged-in person whose places lie in or around its place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from common.area_codes import ancestors

if TYPE_CHECKING:
    from accounts.models import User


class PlacedQuerySet(models.QuerySet):
    """Rows with a place, their own or their policy's; the national place is empty."""

    place_path = "area_code"

    def visible_to(self, user: User) -> Self:
        """Inside a person's places (a city sees its districts), or around them."""
        return self.filter(self.reach(user))

    def reach(self, user: User) -> Q:
        """The same as a condition."""
        path = self.place_path
        condition = Q(**{path: ""}) if user.access.grants else Q(pk__in=[])
        for grant in user.access.grants:
            if not grant.area_code:
                return Q()
            condition |= Q(**{f"{path}__startswith": grant.area_code})
            condition |= Q(**{f"{path}__in": ancestors(grant.area_code)})
        return condition


class PolicyQuerySet(PlacedQuerySet):
    """Policies by place."""


class VersionQuerySet(PlacedQuerySet):
    """Versions, with those that govern on a day."""

    place_path = "policy__area_code"

    def readable_by(self, user: User) -> Self:
        """Those in and around one's places, and published or shipped ones anywhere, as patterns."""
        if not user.access.grants:
            return self.none()
        patterns = Q(status__in=["published", "retired"]) | Q(shipped=True)
        return self.filter(self.reach(user) | patterns)

    def in_force(self, on: date) -> Self:
        """Published for that day; a retired version still governs the days it was in force."""
        return self.filter(status__in=["published", "retired"], period__contains=on)

    def light(self) -> Self:
        """With the policy, without rules and cases: those are read once per content hash."""
        return self.select_related("policy").defer("content", "cases")

    def around(self, area_code: str, programme: str) -> Self:
        """Of the place and of every place around it, the most specific first, then national."""
        return (
            self.filter(
                policy__area_code__in=["", *ancestors(area_code)], policy__programme=programme
            )
            .light()
            .order_by(Length("policy__area_code").desc(), "-sequence")
        )

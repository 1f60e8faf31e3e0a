"""Clusters and investment projects with their own totals beside their members' sums."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from policies.rules.vocabulary import Lifecycle
from renovation.models import ProjectGroup

_MEASURES = {
    "buildings": ("楼栋", "栋"),
    "households": ("户数", "户"),
    "floor_area": ("建筑面积", "㎡"),
    "investment": ("总投资", "元"),
}
_DONE = (Lifecycle.COMPLETED, Lifecycle.ACCEPTED, Lifecycle.HANDED_OVER, Lifecycle.CLOSED)


@dataclass(frozen=True, slots=True)
class Held:
    """One total of a group: as approved (None where the paper is silent), and of its projects."""

    name: str
    unit: str
    approved: Decimal | int | None
    members: Decimal | int

    @property
    def ties(self) -> bool:
        """Whether both agree, or nothing was approved to agree with."""
        return self.approved is None or self.approved == self.members


def groups_in(user: User, area: str = "") -> QuerySet[ProjectGroup]:
    """Groups in the person's scope with the sums of their projects; one query."""
    rows = ProjectGroup.objects.visible_to(user).within(area)
    return with_sums(rows).order_by("area_code", "kind", "first_year", "name")


def with_sums(rows: QuerySet[ProjectGroup]) -> QuerySet[ProjectGroup]:
    """Each group with `sum_…` of its living projects, their number and how many are finished."""
    living = ~Q(projects__state=Lifecycle.WITHDRAWN)
    sums: dict[str, Any] = {
        f"sum_{key}": Sum(f"projects__{key}", filter=living, default=0) for key in _MEASURES
    }
    return rows.annotate(
        number=Count("projects"),
        finished=Count("projects", filter=Q(projects__state__in=_DONE)),
        **sums,
    )


def standing(group: ProjectGroup) -> list[Held]:
    """The four totals of a group that `with_sums` has read."""
    return [
        Held(name, unit, getattr(group, key), getattr(group, f"sum_{key}"))
        for key, (name, unit) in _MEASURES.items()
    ]

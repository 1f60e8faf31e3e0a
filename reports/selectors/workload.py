"""What is in hand: projects with a step that somebody owes, by how late and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from accounts.models import User
from districts.models import ResponsibleUnit
from policies.rules.vocabulary import Lifecycle
from renovation.models import Project
from renovation.models.projects import ProjectQuerySet

SOON_DAYS = 7
AT_REST = (Lifecycle.CLOSED, Lifecycle.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Split:
    """A number of projects, and how many of them the person's own units owe."""

    all: int
    mine: int

    @property
    def others(self) -> int:
        """Those that wait for somebody else."""
        return self.all - self.mine


@dataclass(frozen=True, slots=True)
class Load:
    """The four counts of the workbench; they add up."""

    late: Split
    soon: Split
    later: Split
    total: Split


@dataclass(frozen=True, slots=True)
class Holder:
    """A unit, how many projects wait for it, how many of them late."""

    code: str
    name: str
    count: int
    late: int

    @property
    def why_key(self) -> str:
        """The key of its 依据."""
        return f"held.{self.code}"


def in_hand(user: User, year: int | None, area: str) -> ProjectQuerySet:
    """Projects in scope with a current step, neither closed nor withdrawn."""
    rows = Project.objects.visible_to(user).within(area).filter(current_step__isnull=False)
    rows = rows.exclude(state__in=AT_REST)
    return rows.filter(year=year) if year else rows


def late(on: date) -> Q:
    """The due date, extensions included, lies before the day."""
    return Q(due_on__lt=on)


def soon(on: date) -> Q:
    """Due within seven days, today included."""
    return Q(due_on__gte=on, due_on__lte=on + timedelta(days=SOON_DAYS))


def later(on: date) -> Q:
    """Due after that, or without a date."""
    return Q(due_on__gt=on + timedelta(days=SOON_DAYS)) | Q(due_on__isnull=True)


def owed_by(codes: frozenset[str]) -> Q:
    """The current step is led by one of these units."""
    return Q(current_step__lead_code__in=list(codes)) if codes else Q(pk__in=[])


def load(rows: ProjectQuerySet, on: date, units: frozenset[str]) -> Load:
    """The four counts, all and mine, in one query."""
    mine = owed_by(units)
    buckets = {"late": late(on), "soon": soon(on), "later": later(on), "total": Q()}
    wanted = {}
    for name, bucket in buckets.items():
        wanted[f"{name}_all"] = Count("pk", filter=bucket)
        wanted[f"{name}_mine"] = Count("pk", filter=bucket & mine)
    found = rows.aggregate(**wanted)
    return Load(**{name: Split(found[f"{name}_all"], found[f"{name}_mine"]) for name in buckets})


def holders(rows: ProjectQuerySet, on: date, without: frozenset[str] = frozenset()) -> list[Holder]:
    """Who holds how many, the most first; two queries."""
    grouped = list(
        rows.order_by()
        .exclude(current_step__lead_code__in=list(without))
        .values(unit=F("current_step__lead_code"))
        .annotate(count=Count("pk"), late=Count("pk", filter=late(on)))
        .order_by("-count", "unit")
    )
    names = dict(
        ResponsibleUnit.objects.filter(code__in=[row["unit"] for row in grouped]).values_list(
            "code", "short_name"
        )
    )
    return [
        Holder(row["unit"], names.get(row["unit"], "业主组织"), row["count"], row["late"])
        for row in grouped
    ]


def due_counts(rows: ProjectQuerySet, first: date, last: date) -> dict[date, int]:
    """How many fall due on each day of a range."""
    grouped = (
        rows.order_by()
        .filter(due_on__gte=first, due_on__lte=last)
        .values("due_on")
        .annotate(count=Count("pk"))
    )
    return {row["due_on"]: row["count"] for row in grouped}

"""The workbench of one person: what to do first, and whom one waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When

from accounts.models import AuditEntry, User
from policies.rules.timing import Calendar
from renovation.models import Plan, Project
from renovation.models.projects import ProjectQuerySet
from renovation.selectors.cards import cards
from reports.selectors import workload

CARDS_SHOWN = 30
NEWS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the two weeks: how many fall due, whether one works, what stands out."""

    day: date
    count: int
    off: bool
    today: bool
    deadline: bool


@dataclass(frozen=True, slots=True)
class Task:
    """One project's next step, as the work list shows it."""

    project: Project
    card: Mapping[str, Any]
    mine: bool


def urgent_first(rows: ProjectQuerySet, on: date, units: frozenset[str]) -> ProjectQuerySet:
    """Late ones first, among them mine; then mine; then others'; each by due date."""
    mine = workload.owed_by(units)
    return rows.annotate(
        rank=Case(
            When(workload.late(on) & mine, then=Value(0)),
            When(workload.late(on), then=Value(1)),
            When(mine, then=Value(2)),
            default=Value(3),
            output_field=IntegerField(),
        )
    ).order_by("rank", F("due_on").asc(nulls_last=True), "sort_key", "pk")


def tasks(projects: Sequence[Project], on: date, user: User) -> list[Task]:
    """The projects with their cards, in the order given; a constant number of queries."""
    found = cards(projects, on, user)
    units = user.access.unit_codes()
    return [
        Task(
            project,
            found[project.pk],
            bool(project.current_step and project.current_step.lead_code in units),
        )
        for project in projects
        if project.pk in found
    ]


def fortnight(
    rows: ProjectQuerySet, on: date, calendar: Calendar, deadline: date | None
) -> list[Day]:
    """This week and the next, Monday first, with what falls due each day."""
    first = on - timedelta(days=on.weekday())
    days = [first + timedelta(days=index) for index in range(14)]
    counts = workload.due_counts(rows, days[0], days[-1])
    return [
        Day(
            day=day,
            count=counts.get(day, 0),
            off=not calendar.is_working(day),
            today=day == on,
            deadline=day == deadline,
        )
        for day in days
    ]


def news(user: User, rows: ProjectQuerySet, since: datetime, until: datetime) -> list[AuditEntry]:
    """The latest entries of the trail about projects in scope."""
    return list(
        AuditEntry.objects.filter(
            Q(project_id__in=rows.order_by().values("pk")), recorded__gte=since, recorded__lte=until
        ).order_by("-recorded", "-pk")[:NEWS_SHOWN]
    )


def plan_of(user: User, year: int | None, area: str) -> Plan | None:
    """The plan whose targets the headline counts down to: the one that covers the scope."""
    plans = Plan.objects.filter(year=year) if year else Plan.objects.all()
    code = area or user.access.home_code()
    if not code:
        return None
    listed = list(plans.order_by("-year"))
    covering = [plan for plan in listed if code.startswith(plan.area_code)]
    inside = [plan for plan in listed if plan.area_code.startswith(code)]
    return next(iter(covering or inside), None)

"""A simulation's result as its page, its workbook and REST show it: rows in scope, sums by kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from policies.models import PolicyVersion
from renovation.models import Project, Simulation, SimulationRow
from renovation.rules import lifecycle
from renovation.rules.points import KIND_LABELS


def simulations(user: User) -> QuerySet[Simulation]:
    """Simulations of places in or around the person's, the newest first."""
    return (
        Simulation.objects.visible_to(user)
        .select_related("version__policy", "asked_by", "job")
        .order_by("-asked_at", "-pk")
    )


def running(user: User, version: PolicyVersion) -> list[Project]:
    """Opened projects of the version's place, not finished, in the person's scope, by code."""
    rows = Project.objects.visible_to(user).filter(
        area_code__startswith=version.policy.area_code, procedure__isnull=False
    )
    return list(rows.exclude(state__in=lifecycle.FINISHED).order_by("code"))


def rows_of(user: User, simulation: Simulation) -> QuerySet[SimulationRow]:
    """Its differences on projects in the person's scope, project by project."""
    return (
        SimulationRow.objects.visible_to(user)
        .filter(simulation=simulation)
        .select_related("project__community__street")
        .order_by("project__code", "pk")
    )


def chosen_rows(
    rows: QuerySet[SimulationRow], *, kind: str = "", effect: str = "", find: str = ""
) -> QuerySet[SimulationRow]:
    """Narrowed by kind, effect, and words of the project or the matter."""
    if kind:
        rows = rows.filter(kind=kind)
    if effect:
        rows = rows.filter(effect=effect)
    if find:
        rows = rows.filter(
            Q(project__name__contains=find)
            | Q(project__code__icontains=find)
            | Q(label__contains=find)
        )
    return rows


def sums(rows: QuerySet[SimulationRow]) -> dict[str, Any]:
    """Projects and points by kind, and money; what has happened already is only counted apart.

    `compared`: points of events that have passed, which no version changes any more.
    """
    plain = rows.order_by().exclude(effect="pinned")
    by_kind = {
        row["kind"]: row
        for row in plain.values("kind").annotate(
            points=Count("pk"), concerned=Count("project", distinct=True)
        )
    }
    money = plain.filter(kind="share").aggregate(
        residents=Sum("yuan", filter=Q(key="share.residents")),
        government=Sum("yuan", filter=Q(key="share.government")),
    )
    return {
        "kinds": [
            (kind.value, label, by_kind[kind.value]["points"], by_kind[kind.value]["concerned"])
            for kind, label in KIND_LABELS.items()
            if kind.value in by_kind
        ],
        "compared": rows.filter(effect="pinned").count(),
        "residents": money["residents"] or Decimal("0.00"),
        "government": money["government"] or Decimal("0.00"),
    }

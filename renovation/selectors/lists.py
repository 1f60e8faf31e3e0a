"""What the project and step lists show, in a number of queries that does not grow with the rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from districts.models import ResponsibleUnit
from renovation.models import Plan, PlanLine, Project, Step
from renovation.rules.tying import Tie, tie
from renovation.selectors.frame import TONES


@dataclass(frozen=True, slots=True)
class Totals:
    """Exact sums over a whole list, whatever page is shown."""

    projects: int
    buildings: int
    households: int
    floor_area: Decimal
    investment: Decimal

    def measures(self) -> dict[str, Decimal | int]:
        """The four that plans speak of."""
        return {
            "projects": self.projects,
            "buildings": self.buildings,
            "households": self.households,
            "floor_area": self.floor_area,
        }


def project_rows(rows: QuerySet[Project], year: int | None = None) -> QuerySet[Project]:
    """Rows with plan position, number of steps, and the name of the unit that holds the step."""
    lines = PlanLine.objects.filter(project=OuterRef("pk")).order_by("-plan__year")
    if year:
        lines = lines.filter(plan__year=year)
    steps = Step.objects.filter(project=OuterRef("pk")).order_by().values("project")
    unit = ResponsibleUnit.objects.filter(code=OuterRef("current_step__lead_code"))
    return rows.select_related("community__street", "current_step").annotate(
        plan_position=Subquery(lines.values("position")[:1]),
        step_count=Subquery(steps.annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
        unit_name=Coalesce(Subquery(unit.values("short_name")[:1]), "current_step__lead_code"),
    )


def choices(rows: QuerySet[Project]) -> dict[str, list[tuple[str, str]]]:
    """Years, streets and current steps that occur in scope, one query."""
    found = (
        rows.order_by()
        .values_list(
            "year", "community__street__code", "community__street__name", "current_step__name"
        )
        .distinct()
    )
    seen = list(found)
    return {
        "year": [(str(year), f"{year}") for year in sorted({row[0] for row in seen}, reverse=True)],
        "street": sorted({(row[1], row[2]) for row in seen}),
        "step": [(name, name) for name in sorted({row[3] for row in seen if row[3]})],
    }


def counts(rows: QuerySet[Project], views: dict[str, Q]) -> dict[str, int]:
    """How many rows each view holds, and all of them as "all"; one query."""
    found: dict[str, int] = rows.aggregate(
        all=Count("pk"),
        **{name: Count("pk", filter=condition) for name, condition in views.items()},
    )
    return found


def totals(rows: QuerySet[Project]) -> Totals:
    """Sums over all rows, one query."""
    zero = Decimal("0.00")
    found = rows.order_by().aggregate(
        projects=Count("pk"),
        buildings=Sum("buildings"),
        households=Sum("households"),
        floor_area=Sum("floor_area"),
        investment=Sum("investment"),
    )
    return Totals(
        found["projects"],
        found["buildings"] or 0,
        found["households"] or 0,
        found["floor_area"] or zero,
        found["investment"] or zero,
    )


def plan_of(user: User, year: int | None) -> Plan | None:
    """The year's plan whose place reaches the widest of what the person sees; one query."""
    rows = Plan.objects.visible_to(user)
    rows = rows.filter(year=year) if year else rows
    return rows.order_by("-year", "area_code").first()


def ties(plan: Plan | None, whole: Totals) -> list[Tie]:
    """The plan's claims beside these sums; nothing without a plan or claims."""
    return tie(plan.claims, whole.measures()) if plan else []


def state_tone(state: str) -> str:
    """The chip's tone of a project's state."""
    return TONES.get(state, "")


def step_rows(user: User, area_code: str) -> QuerySet[Step]:
    """Steps in scope within a place ("" for everywhere), with project and leading unit's name."""
    unit = ResponsibleUnit.objects.filter(code=OuterRef("lead_code"))
    rows = Step.objects.visible_to(user).within(area_code)
    name = Coalesce(Subquery(unit.values("short_name")[:1]), "lead_code")
    return rows.select_related("project__community__street").annotate(unit_name=name)


def holders(rows: QuerySet[Step]) -> list[dict[str, Any]]:
    """How many steps each leading unit holds, the most first; one query."""
    named: QuerySet[Any] = rows.order_by()
    found = named.values("lead_code", "unit_name").annotate(number=Count("pk"))
    return sorted(found, key=lambda row: (-row["number"], row["unit_name"]))

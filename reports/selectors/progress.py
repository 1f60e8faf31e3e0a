"""How far the year's plan is: targets against done, funnel, streets. Stored figures only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Sum, Value, When

from accounts.models import User
from policies.rules.vocabulary import FUNNEL, MILESTONE_LABELS, MilestoneKind
from renovation.models import Milestone, PlanLine
from reports.selectors.workload import SOON_DAYS

MEASURES = (
    ("communities", "小区", "个"),
    ("households", "住户", "户"),
    ("buildings", "楼栋", "栋"),
    ("floor_area", "建筑面积", "万㎡"),
    ("investment", "总投资", "万元"),
)
NAMES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Target:
    """One measure: planned, started, accepted; exact, in its stored unit.

    `issued` is what the plan said when it was issued, None before that and for money.
    """

    key: str
    label: str
    unit: str
    planned: Decimal
    started: Decimal
    accepted: Decimal
    issued: Decimal | None = None

    @property
    def why_key(self) -> str:
        """The key of its 依据."""
        return f"target.{self.key}"

    @property
    def moved(self) -> bool:
        """Whether the plan has been adjusted since it was issued."""
        return self.issued is not None and self.issued != self.planned


@dataclass(slots=True)
class Stage:
    """One bar of the funnel: how many got this far, and who stopped here."""

    kind: MilestoneKind
    label: str
    reached: int = 0
    households: int = 0
    stopped: int = 0
    names: list[tuple[int, str]] = field(default_factory=list)

    @property
    def why_key(self) -> str:
        """The key of its 依据."""
        return f"stage.{self.kind.value}"


@dataclass(frozen=True, slots=True)
class Street:
    """One street's line of the comparison."""

    code: str
    name: str
    communities: int
    households: int
    started: int
    started_households: int
    accepted: int
    investment: Decimal
    late: int
    soon: int
    later: int

    @property
    def why_key(self) -> str:
        """The key of its 依据."""
        return f"street.{self.code}"


def reached(kind: MilestoneKind) -> Exists:
    """Whether a plan line's project has a live milestone of this kind."""
    return Exists(
        Milestone.objects.filter(project=OuterRef("project"), kind=kind.value, revoked=False)
    )


def lines(user: User, year: int | None, area: str) -> Any:
    """Plan lines in scope of a year; what has left the plan is left out."""
    rows = _all_lines(user, year, area)
    return rows.exclude(project__state="withdrawn").exclude(households=0)


def _all_lines(user: User, year: int | None, area: str) -> Any:
    rows = PlanLine.objects.visible_to(user)
    if area:
        rows = rows.filter(project__area_code__startswith=area)
    return rows.filter(plan__year=year) if year else rows


def issued(user: User, year: int | None, area: str) -> dict[str, Decimal]:
    """小区, 户, 栋 and ㎡ as issued, whatever became of them; empty before issuing. One query."""
    rows = _all_lines(user, year, area).filter(issued_households__isnull=False)
    found = rows.aggregate(
        communities=Count("pk"),
        households=Sum("issued_households"),
        buildings=Sum("issued_buildings"),
        floor_area=Sum("issued_floor_area"),
    )
    return {key: Decimal(value) for key, value in found.items() if value}


def targets(rows: Any, was: Mapping[str, Decimal] | None = None) -> list[Target]:
    """Five measures × planned, started, accepted, in one query; `was` is what was `issued`."""
    marked = rows.annotate(
        started=reached(MilestoneKind.STARTED), accepted=reached(MilestoneKind.ACCEPTED)
    )
    wanted: dict[str, Any] = {}
    for suffix, where in (
        ("planned", Q()),
        ("started", Q(started=True)),
        ("accepted", Q(accepted=True)),
    ):
        wanted[f"communities_{suffix}"] = Count("pk", filter=where)
        for name in ("households", "buildings", "floor_area"):
            wanted[f"{name}_{suffix}"] = Sum(name, filter=where)
        wanted[f"investment_{suffix}"] = Sum("project__investment", filter=where)
    found = marked.aggregate(**wanted)
    before = was or {}
    return [
        Target(
            key,
            label,
            unit,
            planned=Decimal(found[f"{key}_planned"] or 0),
            started=Decimal(found[f"{key}_started"] or 0),
            accepted=Decimal(found[f"{key}_accepted"] or 0),
            issued=before.get(key),
        )
        for key, label, unit in MEASURES
    ]


def funnel(rows: Any) -> list[Stage]:
    """The six stages; a project counts at its furthest and at all before. Two queries."""
    steps = [
        When(reached(kind), then=Value(index)) for index, kind in reversed(list(enumerate(FUNNEL)))
    ]
    staged = rows.annotate(at=Case(*steps, default=Value(0), output_field=IntegerField()))
    stages = [Stage(kind, MILESTONE_LABELS[kind]) for kind in FUNNEL]
    grouped = staged.order_by().values("at").annotate(count=Count("pk"), homes=Sum("households"))
    for row in grouped:
        stages[row["at"]].stopped = row["count"]
        for stage in stages[: row["at"] + 1]:
            stage.reached += row["count"]
            stage.households += row["homes"] or 0
    named: dict[int, list[tuple[int, str]]] = defaultdict(list)
    listed = staged.order_by("at", "position").values_list("at", "project_id", "project__name")
    for at, key, name in listed[: 60 * len(FUNNEL)]:
        if len(named[at]) < NAMES_SHOWN:
            named[at].append((key, name))
    for index, stage in enumerate(stages):
        stage.names = named[index]
    return stages


def streets(rows: Any, on: date) -> list[Street]:
    """The streets side by side, in one query."""
    marked = rows.annotate(
        started=reached(MilestoneKind.STARTED), accepted=reached(MilestoneKind.ACCEPTED)
    )
    busy = Q(project__current_step__isnull=False) & ~Q(project__state="closed")
    edge = date.fromordinal(on.toordinal() + SOON_DAYS)
    grouped = (
        marked.order_by()
        .values(
            code=F("project__community__street__code"), name=F("project__community__street__name")
        )
        .annotate(
            communities=Count("pk"),
            homes=Sum("households"),
            begun=Count("pk", filter=Q(started=True)),
            begun_homes=Sum("households", filter=Q(started=True), default=0),
            done=Count("pk", filter=Q(accepted=True)),
            money=Sum("project__investment"),
            late=Count("pk", filter=busy & Q(project__due_on__lt=on)),
            soon=Count("pk", filter=busy & Q(project__due_on__gte=on, project__due_on__lte=edge)),
            later=Count(
                "pk", filter=busy & (Q(project__due_on__gt=edge) | Q(project__due_on__isnull=True))
            ),
        )
        .order_by("code")
    )
    return [
        Street(
            code=row["code"],
            name=row["name"],
            communities=row["communities"],
            households=row["homes"],
            started=row["begun"],
            started_households=row["begun_homes"],
            accepted=row["done"],
            investment=row["money"] or Decimal(0),
            late=row["late"],
            soon=row["soon"],
            later=row["later"],
        )
        for row in grouped
    ]

"""Targets of a plan against what is planned, started and accepted in each place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Left

from policies.rules.vocabulary import Lifecycle, MilestoneKind
from renovation.models import Milestone, Plan, PlanLine, PlanTarget

_SUMS = ("projects", "buildings", "households", "floor_area", "investment")


@dataclass(frozen=True, slots=True)
class TargetState:
    """A target beside the communities that the year's plans have in that place."""

    target: PlanTarget
    planned: int
    started: int
    accepted: int


def targets_of(plan: Plan) -> tuple[TargetState, ...]:
    """Every target of the plan in the order of its table; two queries whatever their number."""
    return _against(plan, list(plan.targets.select_related("area")))


def asked_of(plan: Plan) -> tuple[TargetState, ...]:
    """What wider plans of the same year ask of the plan's own place; two queries."""
    rows = PlanTarget.objects.filter(plan__year=plan.year, area__code=plan.area_code)
    return _against(plan, list(rows.select_related("area", "plan")))


def target_sums(targets: Sequence[TargetState]) -> dict[str, Decimal]:
    """The sums of all targets by figure."""
    return {
        key: sum((Decimal(getattr(one.target, key)) for one in targets), Decimal(0))
        for key in _SUMS
    }


def _against(plan: Plan, targets: Sequence[PlanTarget]) -> tuple[TargetState, ...]:
    if not targets:
        return ()
    digits = len(targets[0].area.code)
    done = {
        row["place"]: row
        for row in PlanLine.objects.filter(
            plan__year=plan.year, project__area_code__startswith=plan.area_code
        )
        .order_by()
        .exclude(project__state=Lifecycle.WITHDRAWN)
        .exclude(households=0)
        .annotate(
            place=Left("project__area_code", digits),
            has_started=_reached(MilestoneKind.STARTED),
            has_been_accepted=_reached(MilestoneKind.ACCEPTED),
        )
        .values("place")
        .annotate(
            planned=Count("project", distinct=True),
            started=Count("project", distinct=True, filter=Q(has_started=True)),
            accepted=Count("project", distinct=True, filter=Q(has_been_accepted=True)),
        )
    }
    return tuple(_state(target, done.get(target.area.code)) for target in targets)


def _state(target: PlanTarget, row: Mapping[str, Any] | None) -> TargetState:
    if row is None:
        return TargetState(target, 0, 0, 0)
    return TargetState(target, row["planned"], row["started"], row["accepted"])


def _reached(kind: MilestoneKind) -> Exists:
    return Exists(
        Milestone.objects.filter(project=OuterRef("project"), kind=kind.value, revoked=False)
    )

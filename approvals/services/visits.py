"""What came of calling at doors; a paper handed over is a call too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.access import require, require_all
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Delivery, HeadUnit, Paper, Round, Visit
from approvals.models.doors import OUTCOMES
from approvals.selectors.seeing import places_of
from approvals.services import tallies
from approvals.services.round_trail import trail_at
from common.errors import Conflict, Problem, Refused


@transaction.atomic
def record_visits(
    *,
    by: User,
    at: datetime,
    round_: Round,
    units: Sequence[HeadUnit],
    outcome: str,
    note: str = "",
    again_at: datetime | None = None,
) -> list[Visit]:
    """One call at the homes of a door. A paper handed over clears what was noted as undelivered.

    Refused for an unknown outcome, homes of another round, an appointment that is not one.
    """
    places = places_of(round_, (unit.building for unit in units))
    require_all(by, Permission.RECORD_PAPER, on=places)
    row = tallies.under_way(round_.pk)
    problems = over(row) + _shape(row, units, outcome)
    if again_at and (outcome != "later" or again_at <= at):
        problems.append(Problem("改约的时间应在此刻以后", code="again_at", field="again_at"))
    if problems:
        raise Refused(problems)
    made = Visit.objects.bulk_create(
        Visit(
            round=row,
            unit=unit,
            outcome=outcome,
            note=note.strip()[:60],
            again_at=again_at,
            visited_at=at,
            visited_by=by,
        )
        for unit in units
    )
    if outcome == "delivered":
        Delivery.objects.filter(unit__in=units).delete()
    record(
        by=by,
        action="door.visit",
        on=row,
        **trail_at(row, units[0].building),
        summary=f"走访 {units[0].serial}"
        + (f" 等 {len(units)} 户" if units[1:] else "")
        + f"：{OUTCOMES[outcome]}",
        payload={"units": [unit.pk for unit in units], "outcome": outcome},
    )
    return made


@transaction.atomic
def deliver_building(*, by: User, at: datetime, round_: Round, building: str) -> int:
    """Every home of a building has its paper, but those that are noted as undelivered or are in.

    Returns how many; Conflict when nothing is left to note.
    """
    require(by, Permission.RECORD_PAPER, on=round_.project_at(building))
    row = tallies.under_way(round_.pk)
    here = HeadUnit.objects.filter(round=row, building=building, undelivered=None)
    known = Visit.objects.filter(round=row, outcome="delivered").values("unit")
    came = Paper.objects.filter(round=row, live=True).values("unit")
    units = list(here.exclude(pk__in=known).exclude(pk__in=came).order_by("position"))
    if not units:
        raise Conflict("这栋楼没有还要登记送达的")
    made = record_visits(by=by, at=at, round_=row, units=units, outcome="delivered")
    return len(made)


def over(row: Round) -> list[Problem]:
    """That a round whose count is confirmed, or that is void, takes no more; else nothing."""
    if row.state in {"open", "closed"}:
        return []
    words = f"“{row.name}”{row.get_state_display()}，不再登记"
    return [Problem(words, code="round_over")]


def _shape(row: Round, units: Sequence[HeadUnit], outcome: str) -> list[Problem]:
    found = []
    if outcome not in OUTCOMES:
        known = "、".join(OUTCOMES.values())
        found.append(Problem("请选择走访结果", code="outcome", field="outcome", expected=known))
    if not units or any(unit.round_id != row.pk for unit in units):
        found.append(Problem("这一户不在本轮名册里", code="not_on_roll", field="unit"))
    return found

"""What the register and the plan say now: the other side of every comparison."""

from __future__ import annotations

import hashlib
from datetime import datetime
from decimal import Decimal

from common.names import normalise
from districts.models import Area
from intake.models import Upload
from intake.rules.state import Key, LineState, SheetState
from renovation.models import PlanLine
from renovation.rules.plan_rows import FIGURES


def plan_state(area_code: str, year: int) -> SheetState:
    """The lines of one plan by street code and folded name, aliases too.

    Two queries whatever the number of lines; an empty state where there is no plan yet.
    """
    rows = list(
        PlanLine.objects.filter(plan__area_code=area_code, plan__year=year)
        .select_related("project__community__street", "changed_by")
        .order_by("pk")
    )
    dates = dict(
        Upload.objects.filter(pk__in={row.upload_id for row in rows}).values_list(
            "pk", "committed_at"
        )
    )
    lines: dict[Key, LineState] = {}
    hashed = hashlib.sha256()
    for row in rows:
        community = row.project.community
        state = _line(row, dates.get(row.upload_id or 0))
        for alias in community.aliases:
            lines.setdefault((community.street.code, normalise(alias)), state)
        lines[(community.street.code, community.normalised_name)] = state
        hashed.update(repr((row.pk, *map(str, state.now.values()), row.imported)).encode())
    names = tuple(
        (row.project.community.street.code, row.project.community.normalised_name) for row in rows
    )
    unopened = sum(1 for row in rows if row.project.procedure_id is None)
    return SheetState(lines, names, hashed.hexdigest(), unopened)


def _line(row: PlanLine, imported_at: datetime | None) -> LineState:
    return LineState(
        name=row.project.community.name,
        street=row.project.community.street.name,
        now={key: Decimal(getattr(row, key)) for key in FIGURES},
        last={key: Decimal(value) for key, value in row.imported.items() if key in FIGURES},
        imported_at=imported_at,
        changed_at=row.changed_at,
        changed_by=str(row.changed_by) if row.changed_by else "",
        reason=row.change_reason,
    )


def streets_by_name(area_code: str) -> dict[str, Area]:
    """Streets of a district in use, by folded name."""
    rows = Area.objects.streets_of(area_code).filter(ends_on=None).order_by("-official", "code")
    found: dict[str, Area] = {}
    for row in rows:
        found.setdefault(normalise(row.name), row)
    return found

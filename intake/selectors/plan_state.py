"""What the register and the plan say now: the other side of every comparison."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from accounts.models import User
from common.names import normalise
from districts.models import Area
from intake.models import Upload
from intake.rules.state import Key, LineState, SheetState
from renovation.models import PlanLine
from renovation.rules.plan_rows import FIGURES


class _Line(NamedTuple):
    """What a comparison asks of a line; columns as in `_COLUMNS`."""

    pk: int
    buildings: int
    households: int
    floor_area: Decimal
    imported: dict[str, str]
    upload_id: int | None
    changed_at: datetime | None
    changed_by_id: int | None
    change_reason: str
    procedure_id: int | None
    name: str
    normalised_name: str
    aliases: list[str]
    street_code: str
    street: str


_COLUMNS = (
    *_Line._fields[:9],
    "project__procedure_id",
    "project__community__name",
    "project__community__normalised_name",
    "project__community__aliases",
    "project__community__street__code",
    "project__community__street__name",
)


def plan_state(area_code: str, year: int) -> SheetState:
    """The lines of one plan by street code and folded name, aliases too.

    Three queries whatever the number of lines; an empty state where there is no plan yet.
    """
    stored = PlanLine.objects.filter(plan__area_code=area_code, plan__year=year).order_by("pk")
    rows = [*map(_Line._make, stored.values_list(*_COLUMNS))]
    uploads = {one for row in rows if (one := row.upload_id)}
    dates = dict(Upload.objects.filter(pk__in=uploads).values_list("pk", "committed_at"))
    people = User.objects.in_bulk({one for row in rows if (one := row.changed_by_id)})
    lines: dict[Key, LineState] = {}
    hashed = hashlib.sha256()
    for row in rows:
        state = _state(row, dates, people)
        for alias in row.aliases:
            lines.setdefault((row.street_code, normalise(alias)), state)
        lines[(row.street_code, row.normalised_name)] = state
        hashed.update(repr((row.pk, *map(str, state.now.values()), row.imported)).encode())
    names = tuple((row.street_code, row.normalised_name) for row in rows)
    unopened = sum(1 for row in rows if row.procedure_id is None)
    return SheetState(lines, names, hashed.hexdigest(), unopened)


def _state(
    row: _Line, dates: Mapping[int, datetime | None], people: Mapping[int, User]
) -> LineState:
    return LineState(
        name=row.name,
        street=row.street,
        now={key: Decimal(getattr(row, key)) for key in FIGURES},
        last={key: Decimal(value) for key, value in row.imported.items() if key in FIGURES},
        imported_at=dates.get(row.upload_id or 0),
        changed_at=row.changed_at,
        changed_by=str(people[row.changed_by_id]) if row.changed_by_id else "",
        reason=row.change_reason,
    )


def streets_by_name(area_code: str) -> dict[str, Area]:
    """Streets of a district in use, by folded name."""
    rows = Area.objects.streets_of(area_code).filter(ends_on=None).order_by("-official", "code")
    found: dict[str, Area] = {}
    for row in rows:
        found.setdefault(normalise(row.name), row)
    return found

"""What a plan asks of its districts or streets now: the other side of a target table."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from common.names import normalise
from districts.models import Area
from intake.models import Upload
from intake.rules.state import Key, LineState, SheetState
from renovation.models import PlanTarget
from renovation.rules.plan_rows import TARGETS

CITY_DIGITS = 4


def target_state(area_code: str, year: int) -> SheetState:
    """Two queries whatever the number of rows; an empty state where there are no targets yet."""
    rows = list(
        PlanTarget.objects.filter(plan__area_code=area_code, plan__year=year)
        .select_related("area")
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
        state = LineState(
            name=row.area.name,
            street="",
            now={key: Decimal(getattr(row, key)) for key in TARGETS},
            last={key: Decimal(value) for key, value in row.imported.items()},
            imported_at=dates.get(row.upload_id or 0),
        )
        lines[(row.area.code, "")] = state
        hashed.update(repr((row.pk, *map(str, state.now.values()), row.imported)).encode())
    return SheetState(lines, tuple(lines), hashed.hexdigest())


def places_below(area_code: str) -> dict[str, Area]:
    """Districts of a city, or streets of a district, in use, by folded name."""
    level = "district" if len(area_code) == CITY_DIGITS else "street"
    rows = Area.objects.filter(code__startswith=area_code, level=level, ends_on=None)
    found: dict[str, Area] = {}
    for row in rows.order_by("-official", "code"):
        found.setdefault(normalise(row.name), row)
    return found

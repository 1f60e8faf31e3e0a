"""The bill of quantities of a project as the other side of a new one."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from intake.models import Upload
from intake.rules.state import Key, LineState, SheetState, Value
from renovation.models import Project
from renovation.rules.bills import FIGURES
from renovation.selectors.bills import bill_says

COMPARED = (*FIGURES, "feature", "content", "payer")


def bill_state(project: Project) -> SheetState:
    """The items by key; two queries whatever their number."""
    items = list(project.bill_items.all())
    uploads = {item.upload_id for item in items if item.upload_id}
    dates = dict(Upload.objects.filter(pk__in=uploads).values_list("pk", "committed_at"))
    lines: dict[Key, LineState] = {}
    hashed = hashlib.sha256()
    for item in items:
        says = bill_says(item)
        lines[(item.key,)] = LineState(
            name=item.name,
            street=item.section,
            now={key: _value(key, says[key] or "") for key in COMPARED},
            last={key: _value(key, text) for key, text in item.imported.items() if key in COMPARED},
            imported_at=dates.get(item.upload_id or 0),
        )
        hashed.update(repr((item.key, *says.values(), sorted(item.imported.items()))).encode())
    return SheetState(lines, tuple(lines), hashed.hexdigest())


def _value(key: str, text: str) -> Value:
    return Decimal(text) if key in FIGURES else text

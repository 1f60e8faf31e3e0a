"""The money booked in a place as the other side of a funding table."""

from __future__ import annotations

import hashlib

from funding.models import Allocation, Receipt
from intake.rules.state import Key, LineState, SheetState

BOOKS = (
    ("allocation", Allocation, "document_no"),
    ("receipt", Receipt, "voucher"),
)


def funding_state(area_code: str) -> SheetState:
    """Live bookings by project, source, act and number; two queries whatever their number.

    A booking is never written over, so what stands counts as imported: another sum is a change,
    and the checks of the kind refuse it.
    """
    lines: dict[Key, LineState] = {}
    hashed = hashlib.sha256()
    for act, model, number in BOOKS:
        rows = model.objects.filter(
            project__area_code__startswith=area_code,
            reverses__isnull=True,
            reversed_by__isnull=True,
        )
        columns = ("project__code", "source__kind", number, "amount", "project__name")
        for code, kind, written, amount, name in rows.order_by("pk").values_list(*columns):
            now = {"amount": amount}
            lines[code, kind, act, written] = LineState(f"{name} {written}", "", now, now)
            hashed.update(repr((code, kind, act, written, str(amount))).encode())
    return SheetState(lines, (), hashed.hexdigest())

"""What the trail says of a booking."""

from __future__ import annotations

from django.db import models

from accounts.models import User
from accounts.services.audit import record
from funding.models import Allocation, Payment, Receipt
from renovation.models import Project

KINDS: dict[type[models.Model], tuple[str, str]] = {
    Allocation: ("allocation", "下达"),
    Receipt: ("receipt", "到位"),
    Payment: ("payment", "支付"),
}


def enter(*, by: User, project: Project, row: Allocation | Receipt | Payment, summary: str) -> None:
    """Enter a booking, or what takes it back, in the trail."""
    kind, _ = KINDS[type(row)]
    record(
        by=by,
        action=f"money.{'reverse_' if row.reverses_id else ''}{kind}",
        on=row,
        area_code=project.area_code,
        project_id=project.pk,
        summary=summary[:300],
        payload={
            "source": row.source.kind,
            "amount": str(row.amount),
            "reverses": row.reverses_id,
        },
    )

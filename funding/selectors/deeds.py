"""What a step about money waits for, and who does it (settings.STEP_DEEDS)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from accounts.selectors.holding import holding
from funding.models import Determination
from renovation.models import Step
from renovation.selectors.deeds import Deed

UNCONFIRMED = "应缴测算须由测算人以外的人复核；复核后才据以收款。"


def money(steps: Sequence[Step], user: User) -> dict[int, Deed]:
    """A due or final determination that nobody has confirmed; else the residents' payments."""
    rows = Determination.objects.filter(
        project__in=[step.project_id for step in steps], live=True, confirmed_at=None
    ).exclude(stage="estimate")
    waiting = {row.project_id: row for row in rows.order_by("-pk")}
    places = {step.area_code for step in steps if step.project_id in waiting}
    units = holding(Permission.CONFIRM_SHARES, places)
    return {
        step.pk: _confirming(step, row, user, units.get(step.area_code, ""))
        if (row := waiting.get(step.project_id))
        else _collecting(step, user)
        for step in steps
    }


def _confirming(step: Step, row: Determination, user: User, unit: str) -> Deed:
    may = can(user, Permission.CONFIRM_SHARES, on=step) and row.determined_by_id != user.pk
    page = f"{reverse('funding:project', args=[step.project_id])}?stage={row.stage}"
    return Deed("去复核", page if may else "", "复核岗", unit, UNCONFIRMED)


def _collecting(step: Step, user: User) -> Deed:
    may = can(user, Permission.COLLECT_MONEY, on=step)
    page = reverse("funding:ledger", args=[step.project_id])
    return Deed("去登记缴款", page if may else "")

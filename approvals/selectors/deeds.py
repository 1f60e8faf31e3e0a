"""What a step of the consent room waits for, and who does it (settings.STEP_DEEDS)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from accounts.selectors.holding import holding
from approvals.models import Opinion, Round
from common.clock import business_now
from renovation.models import Step
from renovation.selectors.deeds import Deed

CLOSED = "已截止计票，须由经办人以外的人复核确认；确认前结果不算数。"


def consent(steps: Sequence[Step], user: User) -> dict[int, Deed]:
    """Open the round, type its papers, close it, or confirm it as the second person."""
    live = _live(steps)
    closed = {row.area_code for row in live.values() if row.state == "closed"}
    units = holding(Permission.CONFIRM_TALLY, closed)
    found = {}
    for step in steps:
        row = live.get((step.project_id, step.subject))
        if row is None:
            found[step.pk] = _opening(step, user)
        elif row.state == "closed":
            found[step.pk] = _confirming(row, user, units.get(row.area_code, ""))
        else:
            found[step.pk] = _running(row, step, user)
    return found


def review(steps: Sequence[Step], user: User) -> dict[int, Deed]:
    """The opinion that the person's own unit still owes (one query)."""
    units = user.access.unit_codes()
    rows = Opinion.objects.filter(
        review__project__in=[step.project_id for step in steps],
        review__state="open",
        given_at=None,
        unit_code__in=units,
    )
    asked = {(row.review.project_id, row.review.key): row for row in rows.select_related("review")}
    return {
        step.pk: Deed(
            "签署意见",
            _page("opinion", row.pk),
            party=row.unit_name,
            unit=row.unit_code,
            why=f"{row.unit_name}还没有签署意见。",
        )
        for step in steps
        if (row := asked.get((step.project_id, step.subject)))
        and can(user, Permission.GIVE_OPINION, on=step)
    }


def _live(steps: Sequence[Step]) -> dict[tuple[int, str], Round]:
    """Project and key → the round that is open or waits for its second person (one query)."""
    projects = sorted({step.project_id for step in steps})
    own = Q(project__in=projects) | Q(members__overlap=projects)
    rows = Round.objects.filter(own, state__in=["open", "closed"], places=[])
    return {
        (project, row.key): row
        for row in rows.select_related("project").order_by("pk")
        for project in {row.project_id, *row.members}
    }


def _opening(step: Step, user: User) -> Deed:
    may = can(user, Permission.OPEN_ROUND, on=step)
    page = reverse("approvals:open_round", args=[step.project_id, step.subject])
    return Deed("去开启征询", page if may else "")


def _running(row: Round, step: Step, user: User) -> Deed:
    """Of a cluster's round each street types its own communities' papers."""
    if business_now() >= row.closes_at:
        may = can(user, Permission.CLOSE_ROUND, on=row)
        return Deed("去截止计票", _page("close", row.pk) if may else "")
    may = can(user, Permission.RECORD_PAPER, on=step if row.members else row)
    return Deed("去录票", _page("sheet", row.pk) if may else "")


def _confirming(row: Round, user: User, unit: str) -> Deed:
    may = can(user, Permission.CONFIRM_TALLY, on=row) and row.closed_by_id != user.pk
    return Deed("去复核", _page("confirm", row.pk) if may else "", "复核岗", unit, CLOSED)


def _page(name: str, key: int) -> str:
    return reverse(f"approvals:{name}", args=[key])

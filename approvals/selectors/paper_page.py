"""One home's paper with everything that belongs to it, as this person may see it."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Copy, HeadUnit, Paper, Scan
from approvals.selectors.scans import scan_of
from approvals.selectors.seeing import sees_choices


@dataclass(frozen=True, slots=True)
class PaperPage:
    """`rows` oldest first, the live one last; `scan` only for who counts (`counts`)."""

    rows: tuple[Paper, ...]
    live: Paper | None
    copies: tuple[Copy, ...]
    undelivered: str
    scan: Scan | None
    counts: bool
    may_record: bool


def paper_page(unit: HeadUnit, user: User) -> PaperPage:
    """Papers, copies, delivery and scan of one home (a constant number of queries)."""
    papers = Paper.objects.filter(unit=unit).select_related("entered_by").order_by("pk")
    rows = tuple(papers.prefetch_related("answers"))
    counts = sees_choices(user, unit.round)
    away = unit.round.undelivered.filter(unit=unit).first()
    open_ = unit.round.state in {"open", "closed"}
    return PaperPage(
        rows=rows,
        live=next((row for row in rows if row.live), None),
        copies=tuple(Copy.objects.filter(unit=unit).select_related("issued_by", "voided_by")),
        undelivered=away.reason if away else "",
        scan=scan_of(unit) if counts else None,
        counts=counts,
        may_record=open_ and can(user, Permission.RECORD_PAPER, on=unit.round),
    )

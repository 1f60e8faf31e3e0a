"""One home's paper with everything that belongs to it, as this person may see it."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Copy, HeadUnit, Mandate, Paper, Visit
from approvals.rules.mandates import BASES, ENTRUSTED, ProxyRule
from approvals.selectors.blindness import reads_blind
from approvals.selectors.evidence import evidence_of
from approvals.selectors.mandates import live_mandate, proxy_rule
from approvals.selectors.rules import round_rule
from approvals.selectors.scanned_pages import Leaves, leaves_of
from approvals.selectors.seeing import counts_here
from records.models import Attachment
from records.selectors.origins import Origin, origins_of


@dataclass(frozen=True, slots=True)
class PaperPage:
    """`rows` oldest first, the live one last, each with the line of a table that it came by.

    `scans`, `evidence` and those lines are only for who counts (`counts`), `choices` once there is
    nothing left to read blind; `online`: may answers
    come in online? `may_match`: pages are sorted as long as the round stands.
    """

    rows: tuple[tuple[Paper, Origin | None], ...]
    live: Paper | None
    copies: tuple[Copy, ...]
    undelivered: str
    scans: Leaves | None
    visits: tuple[Visit, ...]
    mandate: Mandate | None
    document: Attachment | None
    proxies: ProxyRule
    online: bool
    evidence: Attachment | None
    counts: bool
    choices: bool
    may_record: bool
    may_match: bool

    @property
    def bases(self) -> dict[str, str]:
        """On what somebody else may sign here, in words."""
        refused = {ENTRUSTED} if self.proxies.proxy == "refused" else set()
        return {key: words for key, words in BASES.items() if key not in refused}


def paper_page(unit: HeadUnit, user: User) -> PaperPage:
    """Papers, copies, delivery and scans of one home (a constant number of queries)."""
    papers = Paper.objects.filter(unit=unit).select_related("entered_by", "mandate").order_by("pk")
    rows = tuple(papers.prefetch_related("answers"))
    mandate = live_mandate(unit.head_id)
    counts = counts_here(user, unit)
    may_record = can(user, Permission.RECORD_PAPER, on=unit)
    origins = origins_of(Paper, [row.pk for row in rows]) if counts and may_record else {}
    away = unit.round.undelivered.filter(unit=unit).first()
    open_ = unit.round.state in {"open", "closed"}
    return PaperPage(
        rows=tuple((row, origins.get(row.pk)) for row in rows),
        live=next((row for row in rows if row.live), None),
        copies=tuple(Copy.objects.filter(unit=unit).select_related("issued_by", "voided_by")),
        undelivered=away.reason if away else "",
        scans=leaves_of(unit) if counts else None,
        visits=tuple(Visit.objects.filter(unit=unit).select_related("visited_by")),
        mandate=mandate,
        document=_document(mandate, user) if mandate and counts else None,
        proxies=proxy_rule(unit.round),
        online="online" in round_rule(unit.round).rule.admits_channels,
        evidence=evidence_of(unit) if counts else None,
        counts=counts,
        choices=counts and not reads_blind(user, unit.round),
        may_record=open_ and may_record,
        may_match=may_record and unit.round.state != "void",
    )


def _document(mandate: Mandate, user: User) -> Attachment | None:
    rows = Attachment.objects.of(mandate._meta.label_lower, mandate.pk).visible_to(user)
    return rows.filter(replaced_by=None).first()

"""Kinds of papers and who builds them; records asks for a paper by one of these names."""

from __future__ import annotations

from reports.papers import certificate, consent, dossier, money, notice, works
from reports.printing.document import Builder

BUILDERS: dict[str, Builder] = {
    "consent_papers": consent.household,
    "consent_summary": consent.summary,
    "tally_certificate": certificate.certificate,
    "notice": notice.notice,
    "shares": money.shares,
    "acceptance_form": works.acceptance,
    "handover_list": works.handover,
    "dossier": dossier.dossier,
}

"""Kinds of papers and who builds them; records asks for a paper by one of these names."""

from __future__ import annotations

from reports.papers import (
    certificate,
    consent,
    dossier,
    forms,
    management,
    money,
    notice,
    results,
    survey,
    undertakings,
    works,
)
from reports.printing.document import Builder, PartBuilder

BUILDERS: dict[str, Builder] = {
    "application_form": forms.application,
    "filing_form": forms.filing,
    "management_plan": management.management,
    "undertakings": undertakings.undertakings,
    "consent_papers": consent.household,
    "consent_summary": consent.summary,
    "tally_certificate": certificate.certificate,
    "vote_announcement": results.announce,
    "preliminary_result": results.preliminary,
    "final_result": results.final,
    "notice": notice.notice,
    "shares": money.shares,
    "survey_slip": survey.slip,
    "survey_summary": survey.summary,
    "acceptance_form": works.acceptance,
    "handover_list": works.handover,
    "dossier": dossier.dossier,
}
PARTS: dict[str, PartBuilder] = {
    "consent_papers": consent.household,
    "undertakings": undertakings.undertakings,
}

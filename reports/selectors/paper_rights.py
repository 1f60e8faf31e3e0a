"""Rights that asking for and opening a paper needs besides its scope, by kind."""

from __future__ import annotations

from accounts.permissions import Permission

_MONEY, _PEOPLE = Permission.VIEW_MONEY, Permission.VIEW_REGISTER

SEES: dict[str, Permission] = {
    "dossier": _MONEY,
    "shares": _MONEY,
    "application_form": _MONEY,
    "filing_form": _MONEY,
    "consent_papers": _PEOPLE,
    "consent_summary": Permission.VIEW_ANSWERS,
    "tally_certificate": _PEOPLE,
    "undertakings": _PEOPLE,
}

"""Warnings of an import: which stand open, which somebody answers for."""

from __future__ import annotations

from typing import Any

from common.errors import Problem
from intake.models import Acceptance, Upload
from intake.rules.findings import problem_of


def open_warnings(upload: Upload) -> list[dict[str, Any]]:
    """Findings that ask to look and that nobody has accepted, in their order (one query)."""
    accepted = set(upload.acceptances.values_list("finding", flat=True))
    return [
        finding
        for finding in upload.findings
        if finding["severity"] == "warn" and finding["mark"] not in accepted
    ]


def accepted_warnings(upload: Upload) -> dict[str, Acceptance]:
    """Acceptances by mark, with who gave them (one query)."""
    return {one.finding: one for one in upload.acceptances.select_related("accepted_by")}


def unanswered(upload: Upload) -> list[Problem]:
    """One problem per warning that is neither accepted nor gone."""
    return [
        problem_of(finding, remedy="请改正，或写明理由接受") for finding in open_warnings(upload)
    ]

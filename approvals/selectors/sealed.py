"""What a seal is over: the roll's fingerprint, every paper, every certified count."""

from __future__ import annotations

from typing import Any

from approvals.models import Answer, Round, Tally
from approvals.rules.sampling import papers_digest


def body_of(round_: Round) -> dict[str, Any]:
    """The round as it was certified; everything in it can be read again from the tables."""
    said: dict[str, dict[str, str]] = {}
    rows = Answer.objects.filter(paper__round=round_, paper__live=True)
    for serial, matter, choice in rows.values_list("paper__unit__serial", "matter", "choice"):
        said.setdefault(serial, {})[matter] = choice
    certified = Tally.objects.filter(round=round_, occasion="certificate").order_by("matter")
    return {
        "project": round_.project.code,
        "round": round_.key,
        "attempt": round_.attempt,
        "roll": round_.roll_sha256,
        "papers": len(said),
        "papers_sha256": papers_digest(said),
        "tallies": {
            row.matter: {"counts": row.counts, "valid": row.valid, "passed": row.passed}
            for row in certified
        },
    }

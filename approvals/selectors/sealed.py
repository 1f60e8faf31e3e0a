"""What a seal is over: the roll's fingerprint, every paper, every certified count, its moment."""

from __future__ import annotations

from typing import Any

from accounts.models import AuditEntry
from approvals.models import Answer, Round, Tally
from approvals.rules.sampling import papers_digest


def body_of(round_: Round, confirmed: str, salt: str) -> dict[str, Any]:
    """The round as it was certified; everything in it can be read again from the tables.

    `confirmed`: the hash of the trail's entry of the confirmation ("" for seals older than that).
    `salt`: what keeps the digest of the papers from being tried out.
    """
    said: dict[str, dict[str, str]] = {}
    rows = Answer.objects.filter(paper__round=round_, paper__live=True)
    for serial, matter, choice in rows.values_list("paper__unit__serial", "matter", "choice"):
        said.setdefault(serial, {})[matter] = choice
    certified = Tally.objects.filter(round=round_, occasion="certificate").order_by("matter")
    moment = {"confirmed": confirmed} if confirmed else {}
    return moment | {
        "project": round_.project.code,
        "round": round_.key,
        "attempt": round_.attempt,
        "roll": round_.roll_sha256,
        "papers": len(said),
        "papers_sha256": papers_digest(said, salt),
        "tallies": {
            row.matter: {"counts": row.counts, "valid": row.valid, "passed": row.passed}
            for row in certified
        },
    }


def confirmation_of(round_: Round) -> str:
    """The hash of the trail's entry of the confirmation; "" where there is none."""
    entries = AuditEntry.objects.filter(
        action="round.confirm", object_kind=Round._meta.label_lower, object_id=str(round_.pk)
    )
    return entries.order_by("-pk").values_list("hash", flat=True).first() or ""

"""What the trail keeps of residents' entries."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from funding.models import LedgerEntry


def payload_of(entry: LedgerEntry) -> dict[str, object]:
    """One entry: household, kind, 元, voucher, day."""
    return {
        "unit": entry.unit_id,
        "kind": entry.kind,
        "amount": str(entry.amount),
        "voucher": entry.voucher,
        "paid_on": entry.paid_on.isoformat(),
    }


def digest_of(entries: Sequence[LedgerEntry]) -> str:
    """SHA-256 over many entries, whatever their order."""
    lines = sorted(
        f"{entry.unit_id}|{entry.amount}|{entry.voucher}|{entry.paid_on}" for entry in entries
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()

"""The hash chain of the audit trail, as a pure function of its rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
# What is hashed, in this order; adding a field needs a new chain version.
FIELDS = (
    "chain",
    "sequence",
    "recorded",
    "actor_id",
    "actor_name",
    "action",
    "area_code",
    "object_kind",
    "object_id",
    "project_id",
    "summary",
    "payload",
    "previous_hash",
)


def stamp(moment: datetime) -> str:
    """The text of an instant that is hashed: UTC, microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def entry_hash(entry: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of an entry (`recorded` as ISO text in UTC)."""
    body = json.dumps(
        [entry[name] for name in FIELDS], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(body.encode()).hexdigest()


def first_break(entries: Iterable[Mapping[str, Any]]) -> int | None:
    """The sequence number at which a chain breaks, or None when every link holds.

    `entries` are the rows of one chain in order, each with `hash` besides FIELDS. A missing number,
    a changed field and a foreign predecessor all break it.
    """
    previous, expected = GENESIS, 1
    for entry in entries:
        if entry["sequence"] != expected or entry["previous_hash"] != previous:
            return expected
        if entry_hash(entry) != entry["hash"]:
            return expected
        previous, expected = entry["hash"], expected + 1
    return None

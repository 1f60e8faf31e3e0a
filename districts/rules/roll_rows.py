"""One home of a roll ready to be written, and what writing the roll came to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from districts.rules.owners_said import SaidOwner

FACTS = ("floor", "kind", "area", "area_with_share", "area_source")
"""Columns that are the home's own."""
OWNERS = ("owners", "share", "number", "phone")
"""Columns that tell of its owners, taken together."""


@dataclass(frozen=True, slots=True)
class RollRow:
    """A home as its row says it. `place` is building, entrance and room, folded.

    `facts` has only what is said, of `FACTS`; `stated` is what the next import compares with: text
    by column, digests where personal. `taken` are the columns to write; None where the register
    does not have the home yet. `row` is the line of the sheet.
    """

    community: str
    place: tuple[str, str, str]
    facts: Mapping[str, Any]
    owners: tuple[SaidOwner, ...]
    stated: Mapping[str, str]
    row: int
    sheet: str = ""
    taken: frozenset[str] | None = None

    @property
    def at(self) -> tuple[str, int]:
        """Sheet and line."""
        return self.sheet, self.row


@dataclass(frozen=True, slots=True)
class RollReport:
    """What was written: homes by effect, buildings, owners and owners that left; `doubtful` bear
    the name of another without a number that would tell them apart.
    """

    community_id: int
    new: int
    changed: int
    same: int
    buildings: int
    owners: int
    left: int
    doubtful: int
    digest: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(slots=True)
class OwnersPlan:
    """Which owners a home has after the roll: those that are there, and those to be entered."""

    stay: list[int] = field(default_factory=list)
    leave: list[int] = field(default_factory=list)
    join: list[SaidOwner] = field(default_factory=list)


def digest(rows: Sequence[RollRow]) -> str:
    """SHA-256 over places, areas and the digests of what was said: nothing personal in clear."""
    content = [[row.community, *row.place, sorted(row.stated.items())] for row in rows]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

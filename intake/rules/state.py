"""What the register says now: the other side of every comparison, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

Value = Decimal | str
"""A figure, exact; or words. Personal words are compared by their keyed digest."""
Key = tuple[str, ...]
"""What makes a row of the sheet and a line of the register the same thing."""


@dataclass(frozen=True, slots=True)
class LineState:
    """A line as it stands: present values, those last imported, and who changed it since.

    `shown` has, for values that are digests, what may be shown of the present ones.
    """

    name: str
    street: str
    now: Mapping[str, Value]
    last: Mapping[str, Value]
    imported_at: datetime | None = None
    changed_at: datetime | None = None
    changed_by: str = ""
    reason: str = ""
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetState:
    """The lines that a sheet is compared with, by key (aliases too), with a digest of all.

    `names` are the keys of the lines, each once. `unopened` counts projects without a procedure.
    """

    lines: Mapping[Key, LineState]
    names: tuple[Key, ...]
    digest: str
    unopened: int = 0

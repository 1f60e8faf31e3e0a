"""Standards that are checked item by item, as a policy states them (五全, 三入四通, 六有 …)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from common.explanations import Clause


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing that is there or is not; `group` is the catchword it belongs to, such as 三入."""

    key: str
    name: str
    group: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """A standard: all items, or at least `at_least` of them, of a community or a cluster."""

    key: str
    name: str
    of: Literal["community", "cluster"]
    items: tuple[ChecklistItem, ...]
    at_least: int | None = None
    says: str = ""
    clauses: tuple[Clause, ...] = ()

    @property
    def needed(self) -> int:
        """How many items must be met."""
        return len(self.items) if self.at_least is None else self.at_least

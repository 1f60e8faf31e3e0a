"""A task of the work list as the page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LINES_SHOWN = 3
LATE, MINE, OTHERS = range(3)


@dataclass(frozen=True, slots=True)
class Shown:
    """A task as the page shows it; `item` is what the task component reads."""

    project: Any
    mine: bool
    late: bool
    item: Mapping[str, Any]
    brief: str


def words(line: Mapping[str, Any]) -> str:
    """One missing line as plain words."""
    figure = f" {line['figure']}" if line.get("figure") else ""
    return f"{line.get('lead', '')}{figure}{line.get('text', '')}{line.get('gap', '')}"


def missing_words(card: Mapping[str, Any]) -> list[str]:
    """Everything that is missing, as plain words."""
    return [words(line) for line in card.get("missing", ()) if line.get("state") != "met"]


def shortened(lines: list[str], most: int = LINES_SHOWN) -> list[str]:
    """The first lines, and how many more there are."""
    more = len(lines) - most
    return lines[:most] + ([f"另有 {more} 项"] if more > 0 else [])


def kind_of(shown: Shown) -> int:
    """Which group of the list a task stands in."""
    if shown.late:
        return LATE
    return MINE if shown.mine else OTHERS

"""Which rows somebody has to look at, and why: a fault, an open conflict, a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

WRONG, UNDECIDED, DOUBTED, CALM = 0, 1, 2, 9
_RANKS = {"refuse": WRONG, "warn": DOUBTED}
_CELL = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")


def cells_of(finding: Mapping[str, Any]) -> tuple[str, ...]:
    """The single cells that a finding is about: "F4 F16" are two, a range or a row is none."""
    return tuple(part for part in finding["cell"].split() if _CELL.match(part))


def place_of(cell: str) -> tuple[int, int] | None:
    """E9 → (9, 5); None for anything that is no single cell."""
    match = _CELL.match(cell)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def worst_by_row(
    findings: Iterable[Mapping[str, Any]], accepted: frozenset[str]
) -> dict[tuple[str, int], int]:
    """Per sheet and line the rank of the gravest finding at its cells, accepted warnings apart."""
    worst: dict[tuple[str, int], int] = {}
    for finding in findings:
        rank = _RANKS.get(finding["severity"])
        if rank is None or finding["mark"] in accepted:
            continue
        for cell in cells_of(finding):
            row, _ = place_of(cell) or (0, 0)
            at = finding["sheet"], row
            worst[at] = min(rank, worst.get(at, CALM))
    return worst


def attention_of(effect: str, worst: int | None) -> int:
    """The rank of a row: its own conflict counts where no fault stands before it."""
    own = UNDECIDED if effect == "conflict" else WRONG if effect == "refused" else CALM
    return min(own, CALM if worst is None else worst)

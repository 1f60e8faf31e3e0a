"""Serials of household papers: ZQ2-01-115 is round 2, project 01, the 115th unit of the roll."""

from __future__ import annotations

import re

_TAIL = re.compile(r"([0-9A-Za-z]+)$")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def prefix(round_number: int, attempt: int, project_code: str) -> str:
    """ZQ2-01; a repeated round carries a letter: ZQ2B-01. ValueError for a 27th attempt."""
    if not 1 <= attempt <= len(LETTERS) or round_number < 1:
        raise ValueError(f"round {round_number}, attempt {attempt}")
    again = "" if attempt == 1 else LETTERS[attempt - 1]
    tail = _TAIL.search(project_code)
    return f"ZQ{round_number}{again}-{tail[1] if tail else project_code}"


def serial(head: str, position: int) -> str:
    """The serial of the unit at that position (1-based)."""
    return f"{head}-{position:03d}"

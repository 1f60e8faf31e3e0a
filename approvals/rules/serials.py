"""Serials of household papers: ZQ2-240001-115 is round 2, project 2024-0001, the roll's 115th unit.

Within a district no two projects of a year have one number, so a paper of another community or of
another year's project is never taken for one of this round.
"""

from __future__ import annotations

import re

_YEAR_AND_NUMBER = re.compile(r"\d{2}(\d{2})-(\d+)$")
_TAIL = re.compile(r"([0-9A-Za-z]+)$")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def prefix(round_number: int, attempt: int, project_code: str) -> str:
    """ZQ2-240001 for a code that ends in 2024-0001; a repeated round carries a letter: ZQ2B-240001.

    Of a code built otherwise its last part. ValueError for a 27th attempt.
    """
    if not 1 <= attempt <= len(LETTERS) or round_number < 1:
        raise ValueError(f"round {round_number}, attempt {attempt}")
    again = "" if attempt == 1 else LETTERS[attempt - 1]
    return f"ZQ{round_number}{again}-{_project(project_code)}"


def serial(head: str, position: int) -> str:
    """The serial of the unit at that position (1-based)."""
    return f"{head}-{position:03d}"


def _project(code: str) -> str:
    if found := _YEAR_AND_NUMBER.search(code):
        return found[1] + found[2]
    tail = _TAIL.search(code)
    return tail[1] if tail else code

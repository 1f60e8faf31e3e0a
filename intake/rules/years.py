"""Years of building as people write them: 1998, 1998年, 1995-1998, 90年代, a day."""

from __future__ import annotations

import re

from intake.rules.cells import fold

Years = tuple[int, int]
"""The first and the last year, both inclusive."""
EARLIEST, LATEST = 1900, 2100
_ONE = re.compile(r"^(\d{4})年?(?:建成?|竣工)?$")
_RANGE = re.compile(r"^(\d{4})年?[-—–~至到](\d{4})年?(?:建成?)?$")
_DECADE = re.compile(r"^(?:(?:上世纪|20世纪)?(\d)0年代|(\d{3})0年代)(?:建成?)?$")
_DAY = re.compile(r"^(\d{4})[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?$")


def years(text: str) -> Years | None:
    """The years that the text means exactly; None where it does not say (“2000年前”)."""
    words = fold(text)
    if match := _RANGE.match(words):
        found = int(match[1]), int(match[2])
    elif match := _ONE.match(words) or _DAY.match(words[:10]):
        found = int(match[1]), int(match[1])
    elif match := _DECADE.match(words):
        first = int(match[2]) * 10 if match[2] else 1900 + int(match[1]) * 10
        found = first, first + 9
    else:
        return None
    return found if EARLIEST <= found[0] <= found[1] <= LATEST else None


def plain_years(found: Years) -> str:
    """1998 or 1995-1998."""
    return str(found[0]) if found[0] == found[1] else f"{found[0]}-{found[1]}"

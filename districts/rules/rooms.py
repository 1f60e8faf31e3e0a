"""How buildings, entrances and rooms are numbered, folded and put in order."""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"(号楼|号栋|单元|号|楼|栋|幢|室)$")
_DIGITS = re.compile(r"\d+")
_BLANK = re.compile(r"\s+")


def bare(number: str) -> str:
    """ "１ 号楼" → "1", "2单元" → "2", "301室" → "301"; letters in capitals."""
    folded = _BLANK.sub("", unicodedata.normalize("NFKC", number)).upper()
    return _WORDS.sub("", folded) or folded


def natural_key(number: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts 2 before 10 and 3 before 3A."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in re.findall(r"\d+|\D+", number)
    )


def floor_of(room: str) -> int | None:
    """The floor that a room number tells: 301 → 3, 1102 → 11; None where it does not."""
    match = _DIGITS.search(room)
    if not match or len(match[0]) not in {3, 4}:
        return None
    return int(match[0][:-2])


def unit_code(building: str, entrance: str, room: str) -> str:
    """The unit's code within its community, in the order of papers as text: 003-04-0301.

    Entrance 00 where the building has none.
    """
    parts = zip((building, entrance or "0", room), (3, 2, 4), strict=True)
    return "-".join(_padded(text, width) for text, width in parts)[:40]


def _padded(text: str, width: int) -> str:
    return _DIGITS.sub(lambda match: match[0].zfill(width), text)

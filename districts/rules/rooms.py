"""How buildings, entrances and rooms are numbered, folded and put in order."""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"(号楼|号栋|#楼|#栋|#|单元|号|楼|栋|幢|室)$")
_TENS = re.compile(r"^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$")
_DIGIT = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}
_DIGITS = re.compile(r"\d+")
_BLANK = re.compile(r"\s+")


def bare(number: str) -> str:
    """ "１ 号楼" → "1", "1#楼" → "1", "二单元" → "2", "301室" → "301"; letters in capitals."""
    folded = _BLANK.sub("", unicodedata.normalize("NFKC", number)).upper()
    return _counted(_WORDS.sub("", folded) or folded)


def _counted(text: str) -> str:
    """十二 → 12; what is no numeral below a hundred stays as it is."""
    match = _TENS.match(text)
    if not text or match is None or (match[1] and match[3] and not match[2]):
        return text
    tens = (_DIGIT[match[1]] if match[1] else 1) * 10 if match[2] else 0
    ones = match[3] or ("" if match[2] else match[1])
    return str(tens + (_DIGIT[ones] if ones else 0))


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

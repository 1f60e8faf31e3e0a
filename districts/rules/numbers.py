"""ID and registration numbers as people write them: one person, one number.

Full-width signs, blanks, dashes and a small or Cyrillic x make no other number; a resident's number
of fifteen digits (issued until 1999) is the one of eighteen that replaced it (GB 11643-1999: the
century after the sixth digit, a check digit at the end). A number with blotted digits tells nobody
apart, so it is none.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_SIGNS = re.compile(r"[^0-9A-Z\u3400-\u9fff*]")
_X = str.maketrans({"×": "X", "Х": "X", "х": "X", "✕": "X", "✗": "X"})
_BLOTTED = re.compile(r"[*＊]|X{4,}")
_OLD = re.compile(r"^\d{15}$")
_NEW = re.compile(r"^\d{17}[\dX]$")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def number_key(number: str) -> str:
    """What two spellings of one number have in common; "" for none, or for a blotted one."""
    folded = unicodedata.normalize("NFKC", number).upper().translate(_X)
    folded = _SIGNS.sub("", folded)
    if _BLOTTED.search(folded):
        return ""
    return _renewed(folded) if _OLD.match(folded) else folded


def blotted(number: str) -> bool:
    """Whether something is written that is no number, because digits of it are covered."""
    return bool(number.strip()) and not number_key(number)


def mistyped(number: str) -> bool:
    """Whether an 18-digit resident's number fails its own check digit (GB 11643)."""
    folded = number_key(number)
    return bool(_NEW.match(folded)) and _check(folded[:17]) != folded[17]


def _renewed(old: str) -> str:
    """18 digits for a resident's 15; a number without a day of birth (a firm's) stays."""
    year, month, day = int(f"19{old[6:8]}"), int(old[8:10]), int(old[10:12])
    try:
        date(year, month, day)
    except ValueError:
        return old
    body = f"{old[:6]}19{old[6:]}"
    return body + _check(body)


def _check(body: str) -> str:
    return _CHECKS[
        sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
    ]

"""Owners as lists write them: several in one cell, numbers and phones beside them, shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from common.names import is_organisation

_PARTS = re.compile(r"[、，,;；/]+")
_CHINESE = re.compile(r"^[\u3400-\u9fff·]+$")
_SHORTEST, _LONGEST = 2, 4
NOTHING = frozenset({"无", "-", "—"})
"""Stand for nothing in a list of values that go one by one with the owners."""
_SHARE = re.compile(r"^(\d{1,4})/(\d{1,4})$")
_PERCENT = re.compile(r"^(\d{1,3}(?:\.\d{1,4})?)%$")
_JOINT = frozenset({"共同共有", "单独所有", "单独", "全部", "独有", "100%", "1/1", "1"})


@dataclass(frozen=True, slots=True)
class SaidOwner:
    """One owner as the list has it; "" where it says nothing. `share` is 1/2, "" for jointly."""

    name: str
    number: str = ""
    phone: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not fit, with the column that it stands in."""

    column: str
    message: str
    expected: str


def parts(text: str) -> tuple[str, ...]:
    """The values of one cell: parted by 、 , ; or /."""
    return tuple(part.strip() for part in _PARTS.split(text) if part.strip())


def _values(text: str) -> Sequence[str]:
    return ["" if part in NOTHING else part for part in parts(text)]


def names(text: str) -> tuple[str, ...]:
    """The names of one cell; blanks part them too, but 张 三 is one name, as is an office's."""
    found: list[str] = []
    for part in parts(text):
        words = part.split()
        joined = "".join(words)
        apart = all(_SHORTEST <= len(word) <= _LONGEST for word in words)
        if apart and _CHINESE.match(joined) and not is_organisation(joined):
            found += words
        else:
            found.append(joined if _CHINESE.match(joined) else part)
    return tuple(found)


def shares(text: str) -> tuple[str, ...]:
    """The shares of one cell; 1/2/3 cannot be meant, so a stroke belongs to its fraction."""
    return tuple(part.strip() for part in re.split(r"[、，,;；\s]+", text) if part.strip())


def share_of(text: str) -> str | None:
    """50% → 1/2; 共同共有 → ""; None for what is no share of one."""
    folded = text.replace(" ", "").replace("％", "%").replace("／", "/")
    if not folded or folded in _JOINT or folded in NOTHING:
        return ""
    fraction, percent = _SHARE.match(folded), _PERCENT.match(folded)
    if fraction and int(fraction[2]):
        share = Fraction(int(fraction[1]), int(fraction[2]))
    elif percent:
        share = Fraction(percent[1]) / 100
    else:
        return None
    return f"{share.numerator}/{share.denominator}" if 0 < share < 1 else None


def owners(
    name: str, number: str = "", phone: str = "", share: str = ""
) -> tuple[tuple[SaidOwner, ...], tuple[Misfit, ...]]:
    """The owners of one row, and everything in its cells that does not fit together.

    Numbers and shares go with the names one by one; a single phone is the first owner's.
    """
    people = names(name)
    misfits: list[Misfit] = []
    numbers = _beside("number", _values(number), len(people), misfits)
    phones = _values(phone)
    if len(phones) != 1 or not people:
        phones = _beside("phone", phones, len(people), misfits)
    said = [share_of(part) for part in shares(share)]
    if None in said:
        misfits.append(Misfit("share", "产权份额看不懂", "如 1/2 或 50%；共同共有不填"))
    several = [part or "" for part in said] if None not in said and any(said) else []
    portions = _beside("share", several, len(people), misfits)
    found = tuple(
        SaidOwner(person, *(_at(values, place) for values in (numbers, phones, portions)))
        for place, person in enumerate(people)
    )
    return found, tuple(misfits)


def _beside(column: str, values: Sequence[str], count: int, misfits: list[Misfit]) -> Sequence[str]:
    if len(values) in (0, count):
        return values
    message = f"有 {len(values)} 个，业主却有 {count} 位，对不上"
    misfits.append(Misfit(column, message, "与业主一一对应，用顿号隔开"))
    return ()


def _at(values: Sequence[str], place: int) -> str:
    return values[place] if place < len(values) else ""


def whole(portions: Sequence[str]) -> bool:
    """Whether stated shares make one whole; True where not every owner has one."""
    if not portions or not all(portions):
        return True
    return sum((Fraction(part) for part in portions), Fraction(0)) == 1

"""The buildings of a count as they may hang in the yard: no line tells how a few households chose.

A building where fewer than three households took part stands in one line with others like it. One
alone, or too few together, is joined by the smallest other building: else taking the lines that
are shown from the total would tell what was hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 3
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Choices:
    """One line, in households: on the roll, taking part, and what they chose."""

    name: str
    all: int
    took_part: int
    agree: int
    against: int
    abstain: int


@dataclass(frozen=True, slots=True)
class PublishedRows:
    """Lines that may be shown, the joined one last; `joined` names the buildings in it.

    No lines at all where only the total may be told.
    """

    rows: tuple[Choices, ...]
    joined: tuple[str, ...] = ()


def published_rows(buildings: Sequence[Choices], least: int = LEAST) -> PublishedRows:
    """The buildings in their order, those with fewer than `least` taking part joined."""
    joined = [one for one in buildings if one.took_part < least]
    shown = [one for one in buildings if one.took_part >= least]
    if not joined:
        return PublishedRows(tuple(shown))
    while shown and (len(joined) < SEVERAL or _together(joined) < least):
        smallest = min(shown, key=lambda one: one.took_part)
        shown.remove(smallest)
        joined.append(smallest)
    if not shown:
        return PublishedRows(())
    inside = [one for one in buildings if one in joined]
    line = Choices(
        f"其他 {len(inside)} 栋（含参与不足{_WORDS.get(least, least)}户的）",
        sum(one.all for one in inside),
        _together(inside),
        sum(one.agree for one in inside),
        sum(one.against for one in inside),
        sum(one.abstain for one in inside),
    )
    return PublishedRows((*shown, line), tuple(one.name for one in inside))


_WORDS = {LEAST: "三"}


def _together(rows: Sequence[Choices]) -> int:
    return sum(one.took_part for one in rows)

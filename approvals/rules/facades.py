"""Each home as a window of its building's front, so that one sees where the answers are missing.

Whether a home has answered is shown, never what it said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from districts.rules.rooms import floor_of

Light = Literal["in", "tonight", "out"]  # has answered; on tonight's list; neither


@dataclass(frozen=True, slots=True)
class Window:
    """One home."""

    building: str
    entrance: str
    room: str
    light: Light

    @property
    def floor(self) -> int:
        """As its number tells; 0 where it does not."""
        return floor_of(self.room) or 0


@dataclass(frozen=True, slots=True)
class Stair:
    """The homes of one entrance, the top floor first."""

    entrance: str
    floors: tuple[tuple[Window, ...], ...]


@dataclass(frozen=True, slots=True)
class Facade:
    """A building: how many of its homes are not in, and how many of those are called on tonight."""

    building: str
    stairs: tuple[Stair, ...]
    missing: int
    tonight: int


def facades(windows: Iterable[Window]) -> tuple[Facade, ...]:
    """Fronts of buildings from homes in the order of the roll."""
    found = []
    for building, group in groupby(windows, key=lambda one: one.building):
        homes = list(group)
        stairs = groupby(homes, key=lambda one: one.entrance)
        found.append(
            Facade(
                building,
                tuple(Stair(entrance, _floors(rooms)) for entrance, rooms in stairs),
                missing=sum(one.light != "in" for one in homes),
                tonight=sum(one.light == "tonight" for one in homes),
            )
        )
    return tuple(found)


def _floors(homes: Iterable[Window]) -> tuple[tuple[Window, ...], ...]:
    upwards = sorted(homes, key=lambda one: one.floor)
    floors = [tuple(floor) for _, floor in groupby(upwards, key=lambda one: one.floor)]
    return tuple(reversed(floors))

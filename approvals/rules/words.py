"""How buildings and rooms are written on pages and papers."""

from __future__ import annotations

WITHIN = "·"
"""Between a community and its building on the roll of a cluster: 安乐东·3."""


def building_words(number: str) -> str:
    """3 号楼; 安乐东 3 号楼 in a cluster; a name that is not a number stays as it is."""
    place, _, own = number.rpartition(WITHIN)
    words = f"{own} 号楼" if own.isalnum() and own[:1].isdigit() else own
    return f"{place} {words}" if place else words


def entrance_words(number: str) -> str:
    """4 单元, or nothing where a building has no entrances."""
    return f"{number} 单元" if number else ""


def room_words(building: str, entrance: str, room: str) -> str:
    """3 号楼 4 单元 301."""
    parts = (building_words(building), entrance_words(entrance), room)
    return " ".join(part for part in parts if part)

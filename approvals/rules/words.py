"""How buildings and rooms are written on pages and papers."""

from __future__ import annotations


def building_words(number: str) -> str:
    """3 号楼; a name that is not a number stays as it is."""
    return f"{number} 号楼" if number.isalnum() and number[:1].isdigit() else number


def entrance_words(number: str) -> str:
    """4 单元, or nothing where a building has no entrances."""
    return f"{number} 单元" if number else ""


def room_words(building: str, entrance: str, room: str) -> str:
    """3 号楼 4 单元 301."""
    parts = (building_words(building), entrance_words(entrance), room)
    return " ".join(part for part in parts if part)

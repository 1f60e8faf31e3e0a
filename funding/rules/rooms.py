"""How a clerk writes a room: 3-4-301, 3号楼4单元301, 3-301, or just 301."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORDS = re.compile(r"号楼|号|楼|栋|幢|单元|门|室|房|户")
_BREAK = re.compile(r"[^0-9A-Za-z一-鿿]+")


@dataclass(frozen=True, slots=True)
class Room:
    """What was written, taken apart; "" for a part that was left out."""

    building: str
    entrance: str
    room: str


def read_room(text: str) -> Room | None:
    """The parts of a written room; None when nothing is left or there are more than three."""
    folded = unicodedata.normalize("NFKC", text)
    parts = [part for part in _BREAK.split(_WORDS.sub("-", folded)) if part]
    match parts:
        case [room]:
            return Room("", "", room)
        case [building, room]:
            return Room(building, "", room)
        case [building, entrance, room]:
            return Room(building, entrance, room)
        case _:
            return None

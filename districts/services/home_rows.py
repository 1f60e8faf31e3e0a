"""One row of a household list, as written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from districts.rules.rooms import bare


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """An owner as written on the list; `number` is an ID or registration number."""

    name: str
    phone: str = ""
    number: str = ""
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class HomeRow:
    """A unit as written on the list; areas in ㎡. `entrance` is "" where the building has none."""

    building: str
    entrance: str
    room: str
    area: Decimal
    floor: int | None = None
    kind: str = "home"
    area_source: str = "registered"
    area_with_share: Decimal | None = None
    owners: tuple[OwnerRow, ...] = ()
    structure: str = ""
    storeys: int | None = None

    @property
    def place(self) -> tuple[str, str, str]:
        """Building, entrance and room, folded."""
        return bare(self.building), bare(self.entrance), bare(self.room)

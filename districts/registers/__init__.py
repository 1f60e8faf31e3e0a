"""The registers as people list them, one module per thing; `REGISTERS` is the whole list."""

from __future__ import annotations

from districts.registers.buildings import BUILDINGS
from districts.registers.communities import COMMUNITIES
from districts.registers.homes import HOMES
from records.listings import Listing

REGISTERS: dict[str, Listing] = {one.key: one for one in (COMMUNITIES, BUILDINGS, HOMES)}

__all__ = ["BUILDINGS", "COMMUNITIES", "HOMES", "REGISTERS"]

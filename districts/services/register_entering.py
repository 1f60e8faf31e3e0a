"""Rows of a register's table that the register has not yet: communities and buildings, bare.

Homes are entered with their owners, by the household roll.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from accounts.access import require
from accounts.permissions import Permission
from districts.models import Building
from districts.rules.rooms import natural_key
from districts.selectors.register_rows import TABLES, Key, by_key
from districts.services.communities import NewCommunity, ensure_communities
from records.copying import insert_rows, update_rows

if TYPE_CHECKING:
    from accounts.models import User

ENTERED = frozenset({"communities", "buildings"})
"""Registers whose tables may bring new rows."""


def enter_missing(
    *, by: User, on: date, register: str, area_code: str, names: Mapping[Key, str]
) -> None:
    """Enter what these keys name, by their written names; what cannot be entered is left out.

    A building needs its community in the register. Facts are the caller's to write.
    """
    require(by, Permission.EDIT_REGISTER, on=area_code)
    if register == "communities" and names:
        wanted = [NewCommunity(key[0], name) for key, name in names.items()]
        ensure_communities(by=by, on=on, rows=wanted)
    if register == "buildings" and names:
        _buildings(area_code, list(names))


def _buildings(area_code: str, keys: list[Key]) -> None:
    known = by_key(TABLES["communities"].rows(area_code))
    wanted = {(known[key[:2]].pk, key[2]) for key in keys if key[:2] in known}
    homes = {community for community, _ in wanted}
    fresh = [Building(community_id=place, number=number) for place, number in sorted(wanted)]
    old = list(Building.objects.filter(community__in=homes))
    for place in homes:
        mine = [row for row in (*old, *fresh) if row.community_id == place]
        for position, row in enumerate(sorted(mine, key=lambda one: natural_key(one.number)), 1):
            row.position = position
    update_rows(old, ["position"])
    insert_rows(fresh)

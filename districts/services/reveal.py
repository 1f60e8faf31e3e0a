"""Looking at owners in clear: allowed to some, and always recorded."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.access import require, require_all
from accounts.permissions import Permission
from accounts.services import audit
from districts.models import Community, ExclusiveUnit

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def reveal_owners(*, by: User, community: Community, building: str = "") -> None:
    """Record that a person looks at names and phones of a community (or one building) in clear."""
    require(by, Permission.VIEW_PERSONS, on=community)
    where = f"{community.name}{building}号楼" if building else community.name
    audit.record(
        by=by,
        action="查看业主明文",
        on=community,
        summary=f"查看 {where} 业主姓名、电话",
        payload={"building": building},
    )


@transaction.atomic
def reveal_units(*, by: User, units: Sequence[ExclusiveUnit]) -> None:
    """Record that a person looks at the owners of these units in clear: one entry a community.

    The units are kept as their number and the digest of their ids.
    """
    require_all(by, Permission.VIEW_PERSONS, on={unit.area_code for unit in units})
    communities = {unit.building.community_id: unit.building.community for unit in units}
    numbers = Counter(unit.building.community_id for unit in units)
    for pk, community in communities.items():
        ids = sorted(unit.pk for unit in units if unit.building.community_id == pk)
        audit.record(
            by=by,
            action="查看业主明文",
            on=community,
            summary=f"在住户台账查看 {community.name} {numbers[pk]} 套的业主姓名、电话",
            payload={"units": len(ids), "sha256": hashlib.sha256(repr(ids).encode()).hexdigest()},
        )


@transaction.atomic
def record_search(*, by: User, community: Community | None, found: int) -> None:
    """Record a look-up of a person; the words looked for are not kept."""
    require(by, Permission.VIEW_PERSONS, on=community)
    audit.record(
        by=by,
        action="查找业主",
        on=community or by,
        area_code=community.area_code if community else by.access.home_code(),
        summary=f"按姓名、电话、证件号或室号查找业主，找到 {found} 条",
    )

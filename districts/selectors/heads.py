"""The voting heads of a community as the register has them today."""

from __future__ import annotations

from collections.abc import Iterable

from districts.models import Community, ExclusiveUnit, Ownership
from districts.rules.heads import Head, OwnedUnit, heads


def owned_units(community: Community, unit_ids: Iterable[int] | None = None) -> list[OwnedUnit]:
    """Units with their live owners, in the order of papers; some of them, if ids are given."""
    units = ExclusiveUnit.objects.filter(building__community=community)
    if unit_ids is not None:
        units = units.filter(pk__in=list(unit_ids))
    rows = list(
        units.order_by("building__position", "building__number", "position", "code").values_list(
            "pk", "area"
        )
    )
    owners = owner_sets(community)
    return [OwnedUnit(pk, area, owners.get(pk, frozenset())) for pk, area in rows]


def owner_sets(community: Community) -> dict[int, frozenset[int]]:
    """Unit → its live owners; units without one are left out (one query)."""
    owners: dict[int, set[int]] = {}
    parts = Ownership.objects.filter(unit__building__community=community, ends_on=None)
    for unit_id, owner_id in parts.values_list("unit_id", "owner_id"):
        owners.setdefault(unit_id, set()).add(owner_id)
    return {unit: frozenset(found) for unit, found in owners.items()}


def voting_heads(community: Community) -> list[Head]:
    """Heads by the exact set of owners per unit, two queries; see `districts.rules.heads`."""
    return heads(owned_units(community))

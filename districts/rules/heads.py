"""Voting heads: one head is the exact set of owners of a unit.

Units with the identical set are one head; {A, B} and {A} are two (architecture, Who where which).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class OwnedUnit:
    """A unit with its voting area (㎡) and the ids of its owners; no owners where none is known."""

    unit_id: int
    area: Decimal
    owner_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Head:
    """One voice: its owners and all units that exactly they own, with the sum of their areas.

    `key` is stable: "o3-8" for owners 3 and 8; "u12" for a unit whose owner nobody has entered,
    which is a head of its own.
    """

    key: str
    owner_ids: tuple[int, ...]
    unit_ids: tuple[int, ...]
    area: Decimal


def heads(units: Iterable[OwnedUnit]) -> list[Head]:
    """Group units into heads, in the order in which each head's first unit came."""
    grouped: dict[str, list[OwnedUnit]] = {}
    for unit in units:
        grouped.setdefault(_key(unit), []).append(unit)
    return [
        Head(
            key=key,
            owner_ids=tuple(sorted(members[0].owner_ids)),
            unit_ids=tuple(member.unit_id for member in members),
            area=sum((member.area for member in members), Decimal(0)),
        )
        for key, members in grouped.items()
    ]


def merge(found: Iterable[Head], decided: Mapping[str, str]) -> list[Head]:
    """Join heads that a recorded decision says are one: `decided` maps a key to another."""
    joined: dict[str, list[Head]] = {}
    for head in found:
        joined.setdefault(decided.get(head.key, head.key), []).append(head)
    return [
        Head(
            key=key,
            owner_ids=tuple(sorted({owner for head in members for owner in head.owner_ids})),
            unit_ids=tuple(unit for head in members for unit in head.unit_ids),
            area=sum((head.area for head in members), Decimal(0)),
        )
        for key, members in joined.items()
    ]


def _key(unit: OwnedUnit) -> str:
    if not unit.owner_ids:
        return f"u{unit.unit_id}"
    return "o" + "-".join(str(owner) for owner in sorted(unit.owner_ids))

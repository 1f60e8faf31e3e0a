"""How a roll differs from the previous round's: the denominator must be explained (check 31)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit on a roll: where, its area (㎡), its owners and their masked names.

    `head`: which voice of its roll it belongs to.
    """

    where: str
    area: Decimal
    owners: frozenset[int]
    label: str
    head: int


@dataclass(frozen=True, slots=True)
class Change:
    """One unit that differs: added, gone, area, owners."""

    kind: str
    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Every change in the order of the rolls, and what the whole differs by."""

    changes: tuple[Change, ...]
    units: int
    area: Decimal
    heads: int

    @property
    def moved(self) -> bool:
        """Whether the denominator is another one."""
        return bool(self.units or self.area or self.heads)


def difference(before: Mapping[int, Listed], after: Mapping[int, Listed]) -> Difference:
    """Rolls by the register's unit; what was, what is."""
    changes: list[Change] = []
    for unit in dict.fromkeys([*before, *after]):
        old, new = before.get(unit), after.get(unit)
        if old is None and new is not None:
            changes.append(Change("added", new.where, "", f"{new.area} ㎡"))
        elif new is None and old is not None:
            changes.append(Change("gone", old.where, f"{old.area} ㎡", ""))
        elif old and new:
            if old.area != new.area:
                changes.append(Change("area", new.where, f"{old.area} ㎡", f"{new.area} ㎡"))
            if old.owners != new.owners:
                other = "（另有其人）" if old.label == new.label else ""
                changes.append(Change("owners", new.where, old.label, f"{new.label}{other}"))
    zero = Decimal(0)
    return Difference(
        changes=tuple(changes),
        units=len(after) - len(before),
        area=sum((one.area for one in after.values()), zero)
        - sum((one.area for one in before.values()), zero),
        heads=_heads(after) - _heads(before),
    )


def _heads(roll: Mapping[int, Listed]) -> int:
    return len({one.head for one in roll.values()})

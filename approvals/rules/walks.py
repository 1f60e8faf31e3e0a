"""One walk through several parts: the fewest doors of each, and what the whole still lacks then.

Narrow parts come first and the whole last; each counts the doors that are called on anyway as
answered and adds the fewest that it still lacks, so nobody is called on twice.
docs/algorithms/doors.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from approvals.rules.doors import Door, Goal, Plan, Standing, plan
from approvals.rules.parts import WHOLE, Part
from approvals.rules.standings import Piece

ORDER = ("paying", "affected", "owners")
SCOPES = ("entrance", "building", "community")


@dataclass(frozen=True, slots=True)
class Errand:
    """The doors of one part: those that other parts ask for as well, and its own."""

    part: Part
    doors: tuple[Door, ...]
    possible: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """The doors of all parts together, and each part's own; `pool`: every open door in them."""

    plan: Plan
    errands: tuple[Errand, ...]
    pool: tuple[Door, ...]
    without_away: bool


def walking(found: Sequence[Piece], doors: Sequence[Door], away: set[int], goal: Goal) -> Walk:
    """Whom to call on tonight. `doors`: every open door of the roll; `away`: units not reached.

    Owners who could not be reached are left out of a part where the others suffice.
    """
    whole = {door.head: door for door in doors}
    taken: set[int] = set()
    errands = []
    without = True
    for piece in sorted(found, key=_narrow_first):
        coming = tuple(door for door in piece.doors if door.head in taken)
        made, alone = _chosen(_after(piece, coming), away, goal)
        needed = coming if piece.part != WHOLE else ()
        errands.append(Errand(piece.part, (*needed, *made.doors), made.possible))
        taken |= {door.head for door in made.doors}
        without = without and alone
    inside = {door.head for piece in found for door in piece.doors}
    listed = sorted((whole[head] for head in taken), key=lambda door: (-door.area, door.units))
    possible = all(one.possible for one in errands)
    pool = tuple(door for door in doors if door.head in inside)
    return Walk(Plan(tuple(listed), possible=possible), tuple(errands), pool, without)


def _narrow_first(piece: Piece) -> tuple[int, int]:
    """Those who pay before all owners, a stair before its building: fewer can close their gap."""
    return SCOPES.index(piece.part.scope), ORDER.index(piece.part.group)


def _after(piece: Piece, coming: Sequence[Door]) -> Piece:
    """The part as it stands once these doors have answered."""
    if not coming:
        return piece
    heads = {door.head for door in coming}
    left = tuple(door for door in piece.doors if door.head not in heads)
    standings = tuple(_with(standing, coming) for standing in piece.standings)
    return replace(piece, standings=standings, doors=left)


def _with(standing: Standing, coming: Sequence[Door]) -> Standing:
    count = standing.count
    for door in coming:
        count = count + door.adds[standing.matter.key]
    return replace(standing, count=count)


def _chosen(piece: Piece, away: set[int], goal: Goal) -> tuple[Plan, bool]:
    """Without those whose paper could not be delivered, if the others suffice; else with them."""
    present = [door for door in piece.doors if not away.issuperset(door.units)]
    made = plan(piece.standings, present, goal)
    if made.possible or len(present) == len(piece.doors):
        return made, True
    return plan(piece.standings, piece.doors, goal), False

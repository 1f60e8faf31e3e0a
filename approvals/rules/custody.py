"""Custody that reconciles: issued = returned + outstanding + void, building by building.

A copy is a printed paper that left the office. A paper that came in on paper must have had a copy
out; telephone and online answers have none. Source: docs/algorithms/custody.md (own practice; the
schemes ask only that papers are kept).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from approvals.rules.words import building_words
from common.errors import Problem

WITHOUT_PAPER = frozenset({"telephone", "online"})
NAMED = 5


@dataclass(frozen=True, slots=True)
class CopyOut:
    """One copy: its unit, whether it is void."""

    unit: int
    void: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the roll: where, and its serial."""

    unit: int
    building: str
    serial: str


@dataclass(frozen=True, slots=True)
class Balance:
    """One building, or the whole. `strange`: serials that came in on paper without a copy out.

    `otherwise`: answers by telephone or online, which need no copy.
    """

    building: str
    units: int
    issued: int
    returned: int
    outstanding: int
    void: int
    otherwise: int
    strange: tuple[str, ...]

    @property
    def ties(self) -> bool:
        """Whether every copy is accounted for and nothing came in that had not gone out."""
        return not self.strange and self.issued == self.returned + self.outstanding + self.void


def balance(
    places: Sequence[Place], copies: Iterable[CopyOut], returned: Mapping[int, str]
) -> tuple[Balance, ...]:
    """Buildings in the roll's order, then the whole (""). `returned`: unit → channel."""
    out: dict[int, int] = {}
    voids: dict[int, int] = {}
    for copy in copies:
        counted = voids if copy.void else out
        counted[copy.unit] = counted.get(copy.unit, 0) + 1
    inside: dict[str, list[Place]] = {}
    for place in places:
        inside.setdefault(place.building, []).append(place)
    return tuple(
        _row(name, those, out, voids, returned)
        for name, those in [*inside.items(), ("", list(places))]
    )


def problems(rows: Iterable[Balance]) -> list[Problem]:
    """What does not reconcile, building by building."""
    return [
        Problem(
            f"{building_words(row.building)}有 {len(row.strange)} 份收回的表没有发放登记"
            f"（{_named(row.strange)}）",
            code="custody",
            field=row.building,
            value=str(len(row.strange)),
            expected="发出 = 收回 + 未收回 + 作废",
            remedy="到“票据保管”补登发放；票号不对的，撤回后按表上票号重录",
        )
        for row in rows
        if row.building and not row.ties
    ]


def _named(serials: Sequence[str]) -> str:
    more = f"等 {len(serials)} 份" if len(serials) > NAMED else ""
    return "、".join(serials[:NAMED]) + more


def _row(
    name: str,
    places: Sequence[Place],
    out: Mapping[int, int],
    voids: Mapping[int, int],
    returned: Mapping[int, str],
) -> Balance:
    live = sum(out.get(place.unit, 0) for place in places)
    void = sum(voids.get(place.unit, 0) for place in places)
    back = [p for p in places if returned.get(p.unit, "online") not in WITHOUT_PAPER]
    answered = [p for p in places if p.unit in returned]
    came = sum(1 for place in back if out.get(place.unit))
    return Balance(
        building=name,
        units=len(places),
        issued=live + void,
        returned=came,
        outstanding=live - came,
        void=void,
        otherwise=len(answered) - len(back),
        strange=tuple(place.serial for place in back if not out.get(place.unit)),
    )

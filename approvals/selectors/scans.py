"""Scans of a round: what waits for a person, which papers have one. Nothing of any answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from approvals.models import HeadUnit, Paper, Round, Scan
from approvals.rules.custody import WITHOUT_PAPER
from approvals.rules.scans import code_of
from approvals.rules.words import building_words

PER_PAGE = 12
ROOM = re.compile(r"(?P<building>[^-]+)-(?:(?P<entrance>[^-]+)-)?(?P<room>[^-]+)")


@dataclass(frozen=True, slots=True)
class Covered:
    """Of one building's papers that are in, how many have their scan."""

    name: str
    papers: int
    scanned: int
    missing: tuple[HeadUnit, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page that a person must match; `other` is the scan that the named home has already."""

    scan: Scan
    other: Scan | None


@dataclass(frozen=True, slots=True)
class Scans:
    """A round's scans in pages: `left` wait for a person, the first of them are `waiting`."""

    pages: int
    matched: int
    aside: int
    left: int
    waiting: tuple[Waiting, ...]
    buildings: tuple[Covered, ...]

    @property
    def papers(self) -> int:
        """Written papers that are in."""
        return sum(row.papers for row in self.buildings)

    @property
    def scanned(self) -> int:
        """Of them with a scan."""
        return sum(row.scanned for row in self.buildings)


def scans_of(round_: Round, most: int = PER_PAGE) -> Scans:
    """The round's scans in a constant number of queries; `most` of those that wait."""
    rows = Scan.objects.filter(round=round_)
    states = list(rows.values_list("unit", "aside"))
    waiting = rows.filter(unit=None, aside="").select_related("source", "picture", "named")
    shown = list(waiting.order_by("source_id", "page")[:most])
    others = _standing([scan.named_id for scan in shown if scan.named_id])
    return Scans(
        pages=len(states),
        matched=sum(unit is not None for unit, _ in states),
        aside=sum(bool(aside) for _, aside in states),
        left=sum(unit is None and not aside for unit, aside in states),
        waiting=tuple(Waiting(scan, others.get(scan.named_id or 0)) for scan in shown),
        buildings=_covered(round_),
    )


def scan_of(unit: HeadUnit) -> Scan | None:
    """The scan of a home's paper."""
    return Scan.objects.filter(unit=unit).select_related("picture", "source", "settled_by").first()


def unit_named(round_: Round, text: str) -> HeadUnit | None:
    """The home that a clerk means: a serial, a scanned code, or 3-4-301; 3-301 has no entrance."""
    wanted = code_of(text)
    rows: QuerySet[HeadUnit] = HeadUnit.objects.filter(round=round_)
    found = rows.filter(serial__iexact=wanted).first() or rows.filter(token=wanted).first()
    place = ROOM.fullmatch(wanted)
    if found or place is None:
        return found
    here = rows.filter(**{key: (value or "").strip() for key, value in place.groupdict().items()})
    return here.first() if here.count() == 1 else None


def _standing(units: list[int]) -> dict[int, Scan]:
    there = Scan.objects.filter(unit__in=units).select_related("picture")
    return {scan.unit_id: scan for scan in there if scan.unit_id}


def _covered(round_: Round) -> tuple[Covered, ...]:
    live = Paper.objects.filter(round=round_, live=True).exclude(channel__in=WITHOUT_PAPER)
    units = HeadUnit.objects.filter(pk__in=live.values("unit")).order_by("position")
    have = set(
        Scan.objects.filter(round=round_, unit__isnull=False).values_list("unit_id", flat=True)
    )
    found = []
    for number, group in groupby(units, key=lambda unit: unit.building):
        rows = list(group)
        without = tuple(unit for unit in rows if unit.pk not in have)
        found.append(Covered(building_words(number), len(rows), len(rows) - len(without), without))
    return tuple(found)

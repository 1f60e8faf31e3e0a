"""Scans of a round: what waits for a person, which papers are whole. Nothing of any answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Max, QuerySet

from accounts.models import User
from approvals.models import HeadUnit, Paper, Round, Scan
from approvals.rules.custody import WITHOUT_PAPER
from approvals.rules.scans import code_of, missing, missing_words
from approvals.rules.words import building_words
from approvals.selectors.scanned_pages import scanned_pages
from approvals.selectors.seeing import homes_seen, seen

PER_PAGE = 12
ROOM = re.compile(r"(?P<building>[^-]+)-(?:(?P<entrance>[^-]+)-)?(?P<room>[^-]+)")


@dataclass(frozen=True, slots=True)
class Covered:
    """Of one building's papers that are in, how many have a scan of every page.

    `missing` have none; of the `short` only some pages, each with the words for what is missing.
    """

    name: str
    papers: int
    scanned: int
    missing: tuple[HeadUnit, ...]
    short: tuple[tuple[HeadUnit, str], ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page that a person must match; `other` is the scan that stands there already.

    `leaf` of `leaves`: what the form begins with; a page that no code tells is left to be read.
    """

    scan: Scan
    other: Scan | None
    leaf: int | None
    leaves: int


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
        """Of them with a scan of every page."""
        return sum(row.scanned for row in self.buildings)

    @property
    def short(self) -> int:
        """Of them with a scan of some pages only."""
        return sum(len(row.short) for row in self.buildings)


def scans_of(round_: Round, user: User | None = None, most: int = PER_PAGE) -> Scans:
    """The round's scans, or those in scope, in a constant number of queries.

    `most`: so many of those that wait.
    """
    rows = seen(Scan.objects.all(), round_, user)
    states = list(rows.values_list("unit", "aside"))
    waiting = rows.filter(unit=None, aside="").select_related("source", "picture", "named")
    shown = list(waiting.order_by("source_id", "page")[:most])
    others = _standing(round_, user, [scan.named_id for scan in shown if scan.named_id])
    usual = rows.aggregate(most=Max("leaves"))["most"] or 1
    return Scans(
        pages=len(states),
        matched=sum(unit is not None for unit, _ in states),
        aside=sum(bool(aside) for _, aside in states),
        left=sum(unit is None and not aside for unit, aside in states),
        waiting=tuple(
            Waiting(
                scan=scan,
                other=others.get((scan.named_id, scan.leaf)),
                leaf=scan.leaf or (1 if usual == 1 else None),
                leaves=scan.leaves or usual,
            )
            for scan in shown
        ),
        buildings=_covered(round_, user),
    )


def unit_named(round_: Round, user: User, text: str) -> HeadUnit | None:
    """The home that a clerk means: a serial, a scanned code, or 3-4-301; 3-301 has no entrance."""
    wanted = code_of(text)
    rows: QuerySet[HeadUnit] = homes_seen(round_, user)
    found = rows.filter(serial__iexact=wanted).first() or rows.filter(token=wanted).first()
    place = ROOM.fullmatch(wanted)
    if found or place is None:
        return found
    here = rows.filter(**{key: (value or "").strip() for key, value in place.groupdict().items()})
    return here.first() if here.count() == 1 else None


def _standing(
    round_: Round, user: User | None, units: list[int]
) -> dict[tuple[int | None, int | None], Scan]:
    there = seen(Scan.objects.filter(unit__in=units), round_, user).select_related("picture")
    return {(scan.unit_id, scan.leaf): scan for scan in there}


def _covered(round_: Round, user: User | None) -> tuple[Covered, ...]:
    live = seen(Paper.objects.filter(live=True), round_, user).exclude(channel__in=WITHOUT_PAPER)
    units = HeadUnit.objects.filter(pk__in=live.values("unit")).order_by("position")
    pages = scanned_pages(round_)
    found = []
    for number, group in groupby(units, key=lambda unit: unit.building):
        rows = list(group)
        without = tuple(unit for unit in rows if unit.pk not in pages)
        words = [(unit, missing_words(missing(pages.get(unit.pk, ())))) for unit in rows]
        short = tuple((unit, said) for unit, said in words if said)
        whole = len(rows) - len(without) - len(short)
        found.append(Covered(building_words(number), len(rows), whole, without, short))
    return tuple(found)

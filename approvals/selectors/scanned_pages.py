"""The scanned pages of papers: which there are of how many, which are missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, F, Max, OuterRef
from django.db.models.functions import Greatest

from accounts.models import User
from approvals.models import HeadUnit, Round, Scan
from approvals.rules.scans import missing, missing_words
from approvals.selectors.seeing import homes_seen

WHOLE = Exists(
    Scan.objects.filter(unit=OuterRef("pk"))
    .values("unit")
    .annotate(have=Count("pk"), all=Greatest(Max("leaf"), Max("leaves")))
    .filter(have=F("all"))
)
"""Of a home: it has a scan of every page of its paper, as many as its codes say there are."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """The scanned pages of one home's paper in their order, and which pages have none."""

    scans: tuple[Scan, ...]
    missing: tuple[int, ...]

    @property
    def short(self) -> str:
        """缺第 2 页."""
        return missing_words(self.missing)


def leaves_of(unit: HeadUnit) -> Leaves:
    """The scanned pages of a home's paper (one query)."""
    rows = Scan.objects.filter(unit=unit).select_related("picture", "source", "settled_by")
    scans = tuple(rows.order_by("leaf"))
    return Leaves(scans, missing([(scan.leaf or 1, scan.leaves) for scan in scans]))


def short_papers(round_: Round, user: User | None = None) -> list[tuple[HeadUnit, str]]:
    """Homes whose paper was scanned in part, with the words for what is missing (two queries).

    With a `user` those in scope.
    """
    short = {
        unit: words
        for unit, pages in scanned_pages(round_).items()
        if (words := missing_words(missing(pages)))
    }
    units = homes_seen(round_, user).filter(pk__in=short).order_by("position")
    return [(unit, short[unit.pk]) for unit in units]


def scanned_pages(round_: Round) -> dict[int, list[tuple[int, int | None]]]:
    """Of each home that was scanned, its pages: which of how many (one query)."""
    found: dict[int, list[tuple[int, int | None]]] = {}
    rows = Scan.objects.filter(round=round_, unit__isnull=False)
    for unit, leaf, leaves in rows.values_list("unit_id", "leaf", "leaves"):
        found.setdefault(unit, []).append((leaf or 1, leaves))
    return found

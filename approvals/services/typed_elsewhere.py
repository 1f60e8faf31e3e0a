"""Papers typed elsewhere taken in as one import, each with its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import HeadUnit, Paper, Round
from approvals.services.bulk import record_papers
from approvals.services.papers import Entry
from records.rules.undoing import Says
from records.services.written import Trail

STANDS: Says = {"state": "现行"}
"""All that the record of an import says of a paper: never what was answered."""


@dataclass(frozen=True, slots=True)
class TypedPaper:
    """One household's paper and the line of the sheet that says so."""

    unit: HeadUnit
    entry: Entry
    sheet: str
    row: int


@transaction.atomic
def adopt_papers(
    *, by: User, at: datetime, round_: Round, papers: Sequence[TypedPaper], upload_id: int
) -> int:
    """Record every paper or none, as if typed here; returns how many. Refused as `record_papers`.

    Each leads back to its row; every `client_id` is the import's own.
    """
    require(by, Permission.RECORD_PAPER, on=round_)
    if not papers:
        return 0
    count = record_papers(
        by=by, at=at, round_=round_, entries=[(one.unit, one.entry) for one in papers]
    )
    made = {
        paper.unit_id: paper
        for paper in Paper.objects.filter(
            round=round_, live=True, unit__in=[one.unit.pk for one in papers]
        )
    }
    trail = Trail(upload_id)
    for one in papers:
        trail.entered(made[one.unit.pk], one.unit.serial, STANDS, (one.sheet, one.row))
    trail.keep()
    return count

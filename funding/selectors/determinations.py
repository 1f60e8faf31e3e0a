"""Determinations of a project: the live ones, and the one that decides what households owe."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from funding.models import Determination
from renovation.models import Project

# The further along, the more it says: a confirmed final account before a confirmed due sum.
COLLECTED = ("final", "due")


def live(project: Project) -> dict[str, Determination]:
    """The live determination of each stage that has one."""
    rows = Determination.objects.filter(project=project, live=True)
    return {
        row.stage: row for row in rows.select_related("version", "determined_by", "confirmed_by")
    }


def in_force(project: Project) -> Determination | None:
    """What households owe by: the confirmed final account, else the confirmed due sum, if any."""
    return chosen(Determination.objects.filter(project=project, live=True))


def parts_by_payer(row: Determination) -> dict[str, Decimal]:
    """元 by kind of payer, kinds without money left out."""
    found = row.lines.order_by().values("kind").annotate(part=Sum("amount"))
    return {line["kind"]: line["part"] for line in found if line["part"]}


def chosen(rows: Iterable[Determination]) -> Determination | None:
    """The one among live determinations that decides what is owed."""
    confirmed = {row.stage: row for row in rows if row.confirmed_at is not None}
    return next((confirmed[stage] for stage in COLLECTED if stage in confirmed), None)


def most_advanced(rows: Iterable[Determination]) -> Determination | None:
    """The one that plans by: what is owed, else the estimate, confirmed or not."""
    kept = list(rows)
    estimate = next((row for row in kept if row.stage == "estimate"), None)
    return chosen(kept) or estimate

"""All that the printed summary says: a document never computes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from approvals.models import Round, Tally
from approvals.rules.parts import WHOLE
from approvals.selectors.boards import board
from approvals.selectors.communities import communities
from approvals.selectors.printing_heads import round_head
from approvals.selectors.rules import judged, running_parts
from approvals.selectors.summary_notes import counters, missing, notes, undelivered
from approvals.selectors.summary_rows import (
    building_row,
    building_rows,
    counted_parts,
    part_row,
    threshold_row,
)
from approvals.selectors.summary_values import ConsentSummary, MatterSummary


def consent_summary(round_: Round) -> ConsentSummary:
    """The summary from the certificate, else the closing count, else the running one."""
    stored = _stored(round_)
    made = board(round_)
    matters = []
    for one in made.matters:
        tally = stored.get(one.matter.key)
        counts = counted_parts(tally) if tally else running_parts(round_, one.matter.key)
        whole = counts[WHOLE]
        rows = (
            building_rows(tally, [name for name, _ in one.buildings])
            if tally
            else [building_row(name, count) for name, count in one.buildings]
        )
        outcome = judged(round_, one.matter, whole, counts)
        matters.append(
            MatterSummary(
                name=one.matter.name,
                buildings=tuple(rows),
                total=building_row("合计", whole),
                thresholds=tuple(threshold_row(test) for test in outcome.tests),
                notes=notes(round_, one.matter.key, whole),
                conclusion=outcome.explanation.sentence,
                passed=outcome.passed,
                explanation=outcome.explanation,
                parts=tuple(part_row(part, counts) for part in outcome.parts),
                communities=communities(round_, counts),
                whole=whole,
            )
        )
    standing, moment = _standing(round_, stored, made.updated)
    return ConsentSummary(
        head=round_head(round_),
        standing=standing,
        counted_at=moment,
        matters=tuple(matters),
        counters=counters(round_),
        confirmed_by=str(round_.confirmed_by or ""),
        undelivered=undelivered(round_),
        missing=missing(round_),
    )


def _stored(round_: Round) -> dict[str, Tally]:
    """The latest certificate, else the latest closing count, by matter."""
    rows = list(Tally.objects.filter(round=round_).select_related("taken_by").order_by("pk"))
    certified = {row.matter: row for row in rows if row.occasion == "certificate"}
    return certified or {row.matter: row for row in rows if row.occasion == "closing"}


def _standing(
    round_: Round, stored: Mapping[str, Tally], updated: datetime
) -> tuple[str, datetime]:
    first = next(iter(stored.values()), None)
    if first is None:
        return "实时（未截止）", updated
    return first.get_occasion_display(), first.taken_at

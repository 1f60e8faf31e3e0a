"""Papers of an import taken back: withdrawn one by one, the tally counted anew once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Paper, Round, SecondEntry
from approvals.rules.papers import round_over
from approvals.selectors.rules import round_facts
from approvals.services import tallies
from approvals.services.bulk import count_anew
from approvals.services.paper_corrections import kept_of
from approvals.services.round_trail import record_in_all
from approvals.services.typed_elsewhere import STANDS
from records.rules.undoing import Undoing, UndoReport, Written, none_goes, weigh
from records.selectors.written import written_by

CORRECTED = "导入后已更正，改动留着"
WITHDRAWN = "导入后已撤回"
READ_AGAIN = "已有第二遍录入，请逐份撤回"


@transaction.atomic
def undo_papers(
    *,
    by: User,
    at: datetime,
    round_: Round,
    upload_id: int,
    reason: str,
    rehearse: bool = False,
) -> UndoReport:
    """Withdraw what one import recorded; with `rehearse` only say what that would do.

    Papers corrected, withdrawn or read a second time since stay as they are. Once the tally is
    confirmed or the round void, none goes. Each withdrawal is a row of its own with the reason;
    the tally is counted anew.
    """
    require(by, Permission.RECORD_PAPER, on=round_)
    row = round_ if rehearse else tallies.locked(round_.pk)
    written = written_by(upload_id).get(Paper._meta.label_lower, [])
    papers = Paper.objects.filter(round=row).in_bulk([one.object_id for one in written])
    found = _weigh(row, written, papers)
    if rehearse or not found.removals:
        return found.report
    gone = [papers[one.object_id] for one in found.removals]
    Paper.objects.filter(pk__in=[paper.pk for paper in gone]).update(live=False)
    Paper.objects.bulk_create(_withdrawal(by, at, paper, reason) for paper in gone)
    count_anew(by=by, at=at, round_=row)
    record_in_all(
        by=by,
        action="paper.withdraw_many",
        round_=row,
        summary=f"{row.name}撤销一次导入，撤回意见表 {len(gone)} 份：{reason}",
        payload={**found.report.counts(), "upload": upload_id},
    )
    return found.report


def _weigh(row: Round, written: Sequence[Written], papers: Mapping[int, Paper]) -> Undoing:
    over = round_over(round_facts(row))
    if over:
        return none_goes(written, over[0].message)
    return weigh(written, dict.fromkeys(papers, STANDS), stays=_touched(papers.keys()))


def _touched(ids: Collection[int]) -> dict[int, str]:
    """Papers that somebody has worked on since, each with what was done."""
    read = SecondEntry.objects.filter(paper__in=ids).values_list("paper_id", flat=True)
    found = dict.fromkeys(read, READ_AGAIN)
    for later in Paper.objects.filter(supersedes__in=ids):
        found[later.supersedes_id or 0] = WITHDRAWN if later.withdrawn else CORRECTED
    return found


def _withdrawal(by: User, at: datetime, paper: Paper, reason: str) -> Paper:
    return Paper(
        **kept_of(paper),
        entered_at=at,
        entered_by=by,
        live=False,
        withdrawn=True,
        supersedes=paper,
        reason=f"撤销导入：{reason}"[:200],
    )

"""Good rows now, the rest held: for rolls, where one wrong home keeps no thousand waiting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.services.audit import record
from common.collecting import collecting_afterwards
from common.errors import Problem, Refused
from intake.kinds import KINDS, Kind
from intake.kinds.about import About
from intake.models import StagedRow, Upload
from intake.rules.attention import CALM, cells_of, place_of
from intake.rules.findings import problem_of
from intake.rules.results import together
from intake.selectors.standing import about_of, decided_rows
from intake.services.committing import silent
from intake.services.handing import hand_over, refuse_moved, waiting_rows
from intake.services.staging import still_staged

COUNTED = "held"
"""In the result: how many rows were held back by the last writing."""


@collecting_afterwards()
@transaction.atomic
def commit_good(
    *,
    by: User,
    at: datetime,
    on: date,
    upload: Upload,
    tell: Callable[[int, str], None] = silent,
) -> Upload:
    """Write the rows that nothing stands against; the others stay, to be mended and written later.

    Held are rows with a fault, with a doubt that nobody has accepted, and with a conflict that
    nobody has answered. Refused for kinds that are written whole, for faults of the whole table,
    and when no row is good; Conflict when the register has moved since the rows were compared. The
    import ends with its last row. `tell` hears how many tenths are done.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    kind = KINDS[upload.kind]
    upload = still_staged(Upload.objects.select_for_update().get(pk=upload.pk))
    tell(0, "正在比对台账有没有变动")
    about = about_of(upload)
    if kind.hold:
        kind.hold(about)
    good, waiting = good_rows(upload, kind)
    _refuse(upload, kind, about, good)
    decided = decided_rows(good, kind)
    tell(3, f"正在写入无误的 {len(good)} 行")
    report = kind.adopt(
        hand_over(
            by=by,
            at=at,
            on=on,
            upload=upload,
            about=about,
            kind=kind,
            rows=good,
            decided=decided,
        )
    )
    tell(9, "正在留存记录")
    upload.rows.filter(pk__in=[row.pk for row in good]).update(effect="written", comparison=[])
    upload.result = together(upload.result, report.as_dict()) | {COUNTED: waiting}
    upload.basis = kind.state(about).digest
    return _kept(by, at, upload, kind.spec.title, len(good), report.digest)


def _kept(by: User, at: datetime, upload: Upload, title: str, good: int, digest: str) -> Upload:
    """What came of it stays with the upload and enters the trail."""
    waiting = upload.result[COUNTED]
    if not waiting:
        upload.state, upload.committed_at, upload.committed_by = "committed", at, by
    upload.save(update_fields=["result", "basis", "state", "committed_at", "committed_by"])
    record(
        by=by,
        action="import.commit_good",
        on=upload,
        summary=f"写入{title}中无误的 {good} 行，留下 {waiting} 行待改",
        payload={"digest": digest, "sha256": upload.sha256, "held": waiting},
    )
    return upload


def good_rows(upload: Upload, kind: Kind) -> tuple[list[StagedRow], int]:
    """The rows that may be written now, and how many have to wait."""
    rows = waiting_rows(upload)
    good = [row for row in rows if _good(row, kind)]
    return good, len(rows) - len(good)


def _good(row: StagedRow, kind: Kind) -> bool:
    if row.effect == "conflict":
        return not decided_rows([row], kind)[0].undecided()
    return row.attention == CALM


def _refuse(upload: Upload, kind: Kind, about: About, good: Sequence[StagedRow]) -> None:
    if not kind.partly:
        raise Refused(f"{kind.spec.title}只能整张写入", code="whole_only")
    refuse_moved(upload, kind, about)
    problems = faults_of_the_whole(upload)
    if not good and not problems:
        problems = [Problem("没有一行可以写入", code="nothing_good", remedy="请先改正各行")]
    if problems:
        raise Refused(problems)


def faults_of_the_whole(upload: Upload) -> list[Problem]:
    """Refusals that no single row answers for: no head, a missing column, sums that do not tie."""
    rows = set(upload.rows.values_list("sheet", "number"))
    return [
        problem_of(finding)
        for finding in upload.findings
        if finding["severity"] == "refuse" and not _of_a_row(finding, rows)
    ]


def _of_a_row(finding: Mapping[str, Any], rows: set[tuple[str, int]]) -> bool:
    places = [place_of(cell) for cell in cells_of(finding)]
    return any((finding["sheet"], place[0]) in rows for place in places if place)

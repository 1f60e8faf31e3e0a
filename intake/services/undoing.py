"""Taking a whole import back: foreseen in three lists, then done in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.services.audit import record
from common.clock import SHANGHAI
from common.errors import Problem, Refused
from intake.kinds import KINDS
from intake.kinds.about import TakingBack
from intake.models import UndoneRow, Upload
from intake.selectors.standing import about_of
from intake.selectors.standing_on import imports_on_top, left_no_trace
from records.copying import insert_rows
from records.rules.undoing import UndoReport

_EMPTY = UndoReport()
NOTHING = Problem(
    "这次导入没有可以撤回的内容，未作改动",
    code="nothing",
    remedy="各处未能撤回的原因见清单；原因消除后可再撤销",
)


@dataclass(frozen=True, slots=True)
class Foresight:
    """What an undo would come to, and everything that stands against it."""

    report: UndoReport
    problems: tuple[Problem, ...] = ()


def foresee(*, by: User, on: date, upload: Upload) -> Foresight:
    """The three lists as they would be now; nothing is written."""
    require(by, KINDS[upload.kind].permission, on=upload)
    problems = _problems(upload)
    if problems:
        return Foresight(_EMPTY, tuple(problems))
    call = TakingBack(by, _end_of(on), on, about_of(upload), upload.pk, "", rehearse=True)
    return Foresight(KINDS[upload.kind].undo(call))


@transaction.atomic
def undo(*, by: User, at: datetime, on: date, upload: Upload, reason: str) -> Upload:
    """Take back everything that the import wrote and that still stands; again does nothing.

    Refused without a reason, for an import that was not written, and while a later import has
    written over the same rows: that one goes first. Refused, too, where nothing could be taken
    back now: it can be tried again. The three lists are kept with the import.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state == "undone":
        return upload
    problems = _problems(upload)
    if not reason.strip():
        problems.append(Problem("请写明撤销的原因", code="reason", field="reason"))
    if problems:
        raise Refused(problems)
    report = KINDS[upload.kind].undo(
        TakingBack(by, at, on, about_of(upload), upload.pk, reason.strip())
    )
    if not report.lists()["reversed"]:
        raise Refused(NOTHING)
    _keep(upload, report)
    upload.state, upload.undone_at, upload.undone_by = "undone", at, by
    upload.undo_reason = reason.strip()[:200]
    upload.save(update_fields=["state", "undone_at", "undone_by", "undo_reason"])
    counts = report.counts()
    record(
        by=by,
        action="import.undo",
        on=upload,
        summary=f"撤销导入：撤回 {counts['reversed']}、保留 {counts['kept']}、"
        f"未能撤销 {counts['failed']}；{upload.undo_reason}",
        payload={**counts, "sha256": upload.sha256},
    )
    return upload


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, SHANGHAI)


def _problems(upload: Upload) -> list[Problem]:
    if upload.state != "committed":
        return [Problem(f"这次导入{upload.get_state_display()}，没有可撤销的", code="ended")]
    if left_no_trace(upload):
        return [
            Problem(
                "这次导入写入时还没有留存逐行记录，不能整体撤销",
                code="no_trace",
                remedy="请逐项更正，或重新导入正确的表",
            )
        ]
    return [
        Problem(
            f"后来的导入“{later.name}”建立在这次之上",
            code="later_import",
            value=f"导入 {later.pk}",
            expected="从最近一次起依次撤销",
            remedy=f"请先撤销导入 {later.pk}",
        )
        for later in imports_on_top(upload)
    ]


def _keep(upload: Upload, report: UndoReport) -> None:
    insert_rows(
        [
            UndoneRow(
                upload=upload,
                outcome=name,
                table=item.table,
                object_id=item.object_id,
                name=item.name[:100],
                sheet=item.sheet,
                row=item.row,
                key=item.key,
                was=item.was,
                wrote=item.wrote,
                now=item.now,
                why=item.why[:200],
            )
            for name, items in report.lists().items()
            for item in items
        ]
    )

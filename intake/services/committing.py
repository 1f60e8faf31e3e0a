"""Writing a staged table in one transaction, or giving it up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.services.audit import record
from common.collecting import collecting_afterwards
from common.errors import Problem, Refused
from intake.kinds import KINDS
from intake.kinds.about import Adopted
from intake.models import StagedRow, Upload
from intake.rules.claims import CheckedClaim
from intake.rules.decisions import DecidedRow, recomputed, totals
from intake.rules.findings import problem_of
from intake.rules.results import together
from intake.rules.state import Value
from intake.selectors.standing import about_of, claims_of, decided_rows
from intake.selectors.warnings import unanswered
from intake.services.accepting import accept_all
from intake.services.handing import hand_over, refuse_moved, waiting_rows
from intake.services.staging import at_rest, still_staged
from records.rules.sheets import SheetSpec


def silent(_tenths: int, _message: str) -> None:
    """Nobody watches."""


@collecting_afterwards()
@transaction.atomic
def commit(
    *,
    by: User,
    at: datetime,
    on: date,
    upload: Upload,
    note: str = "",
    accept: str = "",
    tell: Callable[[int, str], None] = silent,
) -> Upload:
    """Write every row, or refuse with everything against it; a second call does nothing.

    Conflict when the plan has changed since the rows were compared. `note` is required where sums
    leave the covering text; `accept` is the reason to answer for every warning still open. `tell`
    hears how many tenths are done.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state == "committed":
        return upload
    upload = still_staged(upload)
    tell(0, "正在比对台账有没有变动")
    kind, about = KINDS[upload.kind], about_of(upload)
    if kind.hold:
        kind.hold(about)
    refuse_moved(upload, kind, about)
    if accept.strip():
        accept_all(by=by, at=at, upload=upload, reason=accept)
    rows = waiting_rows(upload)
    decided = decided_rows(rows, kind)
    _refuse_unfit(upload, rows, decided, note)
    tell(3, "正在写入")
    handover = hand_over(
        by=by,
        at=at,
        on=on,
        upload=upload,
        about=about,
        kind=kind,
        rows=rows,
        decided=decided,
    )
    report = kind.adopt(handover)
    tell(9, "正在留存记录")
    return _finished(by, at, upload, note, report)


def _finished(by: User, at: datetime, upload: Upload, note: str, report: Adopted) -> Upload:
    """What came of it is kept with the upload and enters the trail."""
    upload.state, upload.committed_at, upload.committed_by = "committed", at, by
    upload.note, upload.result = note.strip(), together(upload.result, report.as_dict())
    upload.save(update_fields=["state", "committed_at", "committed_by", "note", "result"])
    record(
        by=by,
        action="import.commit",
        on=upload,
        summary=f"写入{KINDS[upload.kind].spec.title}：新增 {report.new}、变更 {report.changed}、"
        f"相同 {report.same}",
        payload={"digest": report.digest, "sha256": upload.sha256, "upload": upload.pk},
    )
    return upload


def _refuse_unfit(
    upload: Upload, rows: Sequence[StagedRow], decided: Sequence[DecidedRow], note: str
) -> None:
    spec = KINDS[upload.kind].spec
    problems = [*refusals(upload), *open_conflicts(spec, rows, decided), *unanswered(upload)]
    if not problems and not note.strip():
        claims = recomputed(claims_of(upload), totals(decided), spec)
        problems = [_note_wanted(claim) for claim in claims if not claim.ties]
    if problems:
        raise Refused(problems)


@transaction.atomic
def abandon(*, by: User, at: datetime, upload: Upload) -> Upload:
    """Give a staged import up; it stays on record and nothing of it was ever written.

    Where good rows were written before, they stay: the import ends as written, without the rest.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = at_rest(Upload.objects.select_for_update().get(pk=upload.pk))
    if upload.state != "reading":
        upload = still_staged(upload)
    if upload.result:
        upload.state, upload.committed_at, upload.committed_by = "committed", at, by
        upload.save(update_fields=["state", "committed_at", "committed_by"])
        record(by=by, action="import.abandon", on=upload, summary="其余各行不再写入")
        return upload
    upload.state, upload.abandoned_at, upload.abandoned_by = "abandoned", at, by
    upload.save(update_fields=["state", "abandoned_at", "abandoned_by"])
    record(by=by, action="import.abandon", on=upload, summary="放弃导入")
    return upload


def refusals(upload: Upload) -> list[Problem]:
    """Findings of the file that no choice can mend."""
    return [problem_of(finding) for finding in upload.findings if finding["severity"] == "refuse"]


def open_conflicts(
    spec: SheetSpec, rows: Sequence[StagedRow], decided: Sequence[DecidedRow]
) -> list[Problem]:
    """One problem per conflict that nobody has answered."""
    problems = []
    for row, decision in zip(rows, decided, strict=True):
        where = {cell["key"]: cell["cell"] for cell in row.comparison}
        problems += [
            Problem(
                f"“{row.name}”的{spec.column(cell.key).label}有冲突，还没有选定",
                code="conflict",
                field=where[cell.key],
                value=f"文件 {_said(cell.file)}、现值 {_said(cell.now)}",
                expected="采用文件或保留现值",
                remedy="请在预览中选定",
            )
            for cell in decision.undecided()
        ]
    return problems


def _note_wanted(claim: CheckedClaim) -> Problem:
    return Problem(
        f"选定后“{claim.name}”与正文不符，须写明原因",
        code="note",
        field="note",
        value=f"{claim.computed:f}{claim.unit}",
        expected=f"{claim.stated:f}{claim.unit}",
    )


def _said(value: Value) -> str:
    return format(value, "f") if isinstance(value, Decimal) else value

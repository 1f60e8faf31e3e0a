"""Warnings that somebody answers for by name, with a reason; what is refused cannot be accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.services.audit import record
from common.errors import Problem, Refused
from intake.kinds import KINDS
from intake.models import Acceptance, Upload
from intake.selectors.warnings import open_warnings
from intake.services.staging import held, remark


@transaction.atomic
def accept(*, by: User, at: datetime, upload: Upload, reason: str, marks: Sequence[str]) -> Upload:
    """Accept the warnings of these marks; those accepted already stay as they are.

    Raises Refused without a reason, for a mark that there is not, and for one that is refused.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = held(upload)
    known = {finding["mark"]: finding for finding in upload.findings}
    _refuse_unfit(known, marks, reason)
    waiting = {finding["mark"] for finding in open_warnings(upload)}
    taken = [known[mark] for mark in dict.fromkeys(marks) if mark in waiting]
    Acceptance.objects.bulk_create(
        Acceptance(
            upload=upload,
            finding=finding["mark"],
            code=finding["code"],
            sheet=finding["sheet"],
            cell=finding["cell"][:200],
            message=finding["message"][:500],
            reason=reason.strip(),
            accepted_at=at,
            accepted_by=by,
        )
        for finding in taken
    )
    if taken:
        remark(upload)
        record(
            by=by,
            action="import.accept",
            on=upload,
            summary=f"接受 {len(taken)} 处提示：{reason.strip()}",
            payload={"findings": [finding["mark"] for finding in taken]},
        )
    return upload


@transaction.atomic
def accept_all(*, by: User, at: datetime, upload: Upload, reason: str, code: str = "") -> Upload:
    """Accept every open warning, or every one of a kind."""
    require(by, KINDS[upload.kind].permission, on=upload)
    marks = [
        finding["mark"] for finding in open_warnings(upload) if not code or finding["code"] == code
    ]
    return accept(by=by, at=at, upload=upload, reason=reason, marks=marks)


@transaction.atomic
def withdraw(*, by: User, at: datetime, upload: Upload, mark: str) -> Upload:
    """Take an acceptance back; the warning stands open again."""
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = held(upload)
    gone, _ = upload.acceptances.filter(finding=mark).delete()
    if not gone:
        raise Refused(Problem("这一处提示没有接受过", remedy="请刷新页面"))
    remark(upload)
    record(
        by=by,
        action="import.unaccept",
        on=upload,
        summary="取消接受一处提示",
        payload={"finding": mark, "at": at.isoformat()},
    )
    return upload


def _refuse_unfit(known: dict[str, dict[str, Any]], marks: Sequence[str], reason: str) -> None:
    problems = []
    if not reason.strip():
        problems.append(Problem("接受提示须写理由", field="reason", expected="为什么这样是对的"))
    for mark in marks:
        finding = known.get(mark)
        if finding is None:
            problems.append(Problem("这一处提示已经没有了", field="mark", remedy="请刷新页面"))
        elif finding["severity"] != "warn":
            problems.append(
                Problem(
                    f"{finding['message']}：错误不能接受，只能改正",
                    code="not_a_warning",
                    field=f"{finding['sheet']}!{finding['cell']}",
                )
            )
    if problems:
        raise Refused(problems)

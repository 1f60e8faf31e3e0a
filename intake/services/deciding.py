"""Conflicts of an import, answered one by one or all that are left alike."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.services.audit import record
from common.errors import Problem, Refused
from intake.kinds import KINDS
from intake.models import CHOICES, ConflictChoice, StagedRow, Upload
from intake.services.staging import at_rest, held, still_staged
from records.copying import insert_rows


@transaction.atomic
def decide(
    *,
    by: User,
    at: datetime,
    upload: Upload,
    number: int,
    key: str,
    choice: str,
    sheet: str = "",
) -> ConflictChoice:
    """Answer one conflict of a staged import: `file` takes its figure, `keep` the present one.

    `sheet` is needed where several are read.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = at_rest(still_staged(upload))
    rows = upload.rows.filter(number=number)
    row = (rows.filter(sheet=sheet) if sheet else rows).first()
    conflicts = [cell for cell in row.comparison if cell["effect"] == "conflict"] if row else []
    if row is None or key not in {cell["key"] for cell in conflicts} or choice not in CHOICES:
        raise Refused(
            Problem("这一处没有冲突可选", field=f"第 {number} 行", remedy="请刷新页面后再选")
        )
    answer, _ = ConflictChoice.objects.update_or_create(
        row=row, key=key, defaults={"choice": choice, "decided_at": at, "decided_by": by}
    )
    record(
        by=by,
        action="import.decide",
        on=upload,
        summary=f"第 {number} 行“{row.name}”：{CHOICES[choice]}",
        payload={"row": number, "key": key, "choice": choice},
    )
    return answer


@transaction.atomic
def decide_rest(*, by: User, at: datetime, upload: Upload, choice: str) -> int:
    """Answer every conflict that nobody has answered alike; how many that were.

    Refused where none is left, and for a choice that there is not.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    upload = held(upload)
    rows = upload.rows.filter(effect="conflict").prefetch_related("choices")
    answers = [
        ConflictChoice(row=row, key=key, choice=choice, decided_at=at, decided_by=by)
        for row in rows
        for key in _undecided(row)
    ]
    if not answers or choice not in CHOICES:
        raise Refused(Problem("没有未定的冲突可选", remedy="请刷新页面后再选"))
    insert_rows(answers)
    record(
        by=by,
        action="import.decide",
        on=upload,
        summary=f"其余 {len(answers)} 处冲突：{CHOICES[choice]}",
        payload={"choice": choice, "rest": len(answers)},
    )
    return len(answers)


def _undecided(row: StagedRow) -> list[str]:
    answered = {answer.key for answer in row.choices.all()}
    asked = [cell["key"] for cell in row.comparison if cell["effect"] == "conflict"]
    return [key for key in asked if key not in answered]

"""Photographs of a posting: kept with the time they were taken, counted when in the period."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Notice, NoticePhotograph
from approvals.rules.photographs import outside, taken, unfit
from approvals.services.locking import locked
from common.clock import SHANGHAI, civil_day
from common.errors import Conflict, Refused
from policies.rules.gates import FactValue
from records.rules import camera
from records.services.files import attach
from renovation.services.facts import record_facts

FACT = "notice.photographs"


@transaction.atomic
def add_photograph(
    *,
    by: User,
    at: datetime,
    notice: Notice,
    upload: UploadedFile,
    label: str = "现场照片",
    taken_at: datetime | None = None,
) -> NoticePhotograph:
    """Keep a photograph with its time; it counts when that day lies in the notice's period.

    The time: as stated, else as the camera wrote it into the file, else that of uploading. One
    outside the period is kept and not counted; one in the future is refused.
    """
    require(by, Permission.POST_NOTICE, on=notice)
    row = locked(Notice, notice.pk)
    if row.state != "posted":
        raise Conflict("公示已撤下，不能再加照片")
    written = camera.taken_at(upload.read(camera.HEAD))
    upload.seek(0)
    by_camera = written.replace(tzinfo=SHANGHAI) if written else None
    when = taken(taken_at, by_camera, at)
    if problems := unfit(when, at):
        raise Refused(problems)
    kept = attach(
        by=by,
        permission=Permission.POST_NOTICE,
        subject=row,
        label=label.strip() or "现场照片",
        upload=upload,
        at=at,
    )
    made = NoticePhotograph.objects.create(
        notice=row, file=kept, taken_at=when.at, source=when.source, camera_at=by_camera
    )
    count(by=by, at=at, notice=row)
    record(
        by=by,
        action="notice.photograph",
        on=row,
        project_id=row.project_id,
        summary=f"{row.title}：{kept.label}（计入 {row.photographs} 张）",
        payload={
            "attachment": kept.pk,
            "sha256": kept.sha256,
            "taken_at": when.at.isoformat(),
            "source": when.source,
        },
    )
    return made


def count(*, by: User, at: datetime, notice: Notice) -> None:
    """Count the photographs within the period as it now is, and tell the gate.

    Called within the caller's transaction: an interruption moves the last day, and with it which
    photographs lie in the period.
    """
    days = [civil_day(one.taken_at) for one in notice.pictures.all()]
    inside = [day for day in days if not outside(day, notice.posted_on, notice.last_day)]
    notice.photographs = len(inside)
    notice.save(update_fields=["photographs"])
    record_facts(
        by=by,
        at=at,
        project=notice.project,
        source=notice.title,
        facts=[FactValue(FACT, notice.key, notice.photographs, as_of=civil_day(at))],
    )

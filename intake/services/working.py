"""Large tables as jobs: the same services, run by a worker, with their progress on the page.

Each half is one transaction: a killed worker leaves nothing, and its job is taken up again.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.access import require
from accounts.models import User
from common.collecting import collecting_afterwards
from common.errors import Problem, Refused
from intake.kinds import KINDS
from intake.models import Upload
from intake.services import committing, partly, uploads
from intake.services.examining import Request, examine, kind_of
from intake.services.formats import rows_in
from intake.services.keeping import content_of
from intake.services.staging import at_rest, request_of, stage
from records.services import jobs
from records.services.jobs import Progress, Runner

MOST_AT_ONCE = 2_000
"""Rows that are read or written while the person waits; more become a job."""

_TENTHS = 10


@transaction.atomic
def receive(
    *,
    by: User,
    at: datetime,
    request: Request,
    document_no: str,
    title: str,
    name: str,
    content: bytes,
) -> Upload:
    """Take a table in: staged at once, or `reading` with a job where it is large.

    Raises Refused (nothing is kept) when the file cannot be shown at all and is not large.
    """
    kind = kind_of(request)
    require(by, kind.permission, on=request.area_code or None)
    if rows_in(content) <= MOST_AT_ONCE:
        return uploads.upload_plan(
            by=by,
            at=at,
            request=request,
            document_no=document_no,
            title=title,
            name=name,
            content=content,
        )
    words = (title, document_no, name)
    upload = uploads.set_aside(by=by, at=at, request=request, words=words, content=content)
    return _at_work(by, at, upload, "import.read", "读取核对", read_upload)


@collecting_afterwards()
def read_upload(progress: Progress, upload_id: int, at: str) -> dict[str, Any]:
    """The worker's half of `receive`; what an earlier run has read, it finds read."""
    by = progress.job.requested_by
    try:
        with transaction.atomic():
            upload = Upload.objects.select_for_update().get(pk=upload_id)
            if upload.state == "reading":
                progress.step_aside(1, "正在读取、核对")
                found = examine(
                    content=content_of(upload),
                    name=upload.name,
                    request=request_of(upload),
                    on=datetime.fromisoformat(at).date(),
                )
                progress.step_aside(7, f"读到 {len(found.rows)} 行，正在留存")
                upload.state = "staged"
                stage(upload, found)
                uploads.enter(by=by, upload=upload, found=found)
    except Refused as refusal:
        _unreadable(by, datetime.fromisoformat(at), upload_id, refusal)
        raise
    return _link("intake:preview", upload_id, "看预览")


@transaction.atomic
def confirm(
    *, by: User, at: datetime, on: date, upload: Upload, note: str = "", accept: str = ""
) -> Upload:
    """Write a staged table: at once, or by a job where it is large; asked twice, it runs once.

    Raises Refused with what stands against it where it is written at once.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    if upload.rows.count() <= MOST_AT_ONCE:
        return committing.commit(by=by, at=at, on=on, upload=upload, note=note, accept=accept)
    upload = _locked(upload)
    if upload.state != "staged" or busy(upload):
        return upload
    said = {"on": on.isoformat(), "note": note, "accept": accept}
    return _at_work(by, at, upload, "import.commit", "写入", write_upload, **said)


@transaction.atomic
def confirm_good(*, by: User, at: datetime, on: date, upload: Upload) -> Upload:
    """Write the good rows of a roll: at once, or by a job where it is large.

    Raises Refused with what stands against it where it is written at once.
    """
    require(by, KINDS[upload.kind].permission, on=upload)
    if upload.rows.count() <= MOST_AT_ONCE:
        return partly.commit_good(by=by, at=at, on=on, upload=at_rest(upload))
    upload = _locked(upload)
    if upload.state != "staged" or busy(upload):
        return upload
    kind = "import.commit_good"
    return _at_work(by, at, upload, kind, "写入无误的各行", write_good_rows, on=on.isoformat())


def busy(upload: Upload) -> bool:
    """Whether a job is at the import, or waits to be."""
    return bool(upload.job and jobs.under_way(upload.job))


def _locked(upload: Upload) -> Upload:
    return Upload.objects.select_for_update(of=("self",)).select_related("job").get(pk=upload.pk)


def _at_work(
    by: User, at: datetime, upload: Upload, kind: str, words: str, runner: Runner, **said: str
) -> Upload:
    """The upload with a job of its own."""
    upload.job = jobs.request(
        by=by,
        at=at,
        kind=kind,
        title=f"{words}：{upload.name}"[:200],
        area_code=upload.area_code,
        runner=runner,
        arguments={"upload_id": upload.pk, "at": at.isoformat(), **said},
        total=_TENTHS,
    )
    Upload.objects.filter(pk=upload.pk).update(job=upload.job)
    upload.refresh_from_db()
    return upload


def write_upload(
    progress: Progress, upload_id: int, at: str, on: str, note: str, accept: str
) -> dict[str, Any]:
    """The worker's half of `confirm`: one transaction, whole or nothing."""
    committing.commit(
        by=progress.job.requested_by,
        at=datetime.fromisoformat(at),
        on=date.fromisoformat(on),
        upload=Upload.objects.get(pk=upload_id),
        note=note,
        accept=accept,
        tell=progress.step_aside,
    )
    return _link("intake:result", upload_id, "看结果")


def write_good_rows(progress: Progress, upload_id: int, at: str, on: str) -> dict[str, Any]:
    """The worker's half of `confirm_good`; what an earlier run has written, it finds written."""
    upload = Upload.objects.get(pk=upload_id)
    good, _ = partly.good_rows(upload, KINDS[upload.kind])
    if good or not upload.result:
        partly.commit_good(
            by=progress.job.requested_by,
            at=datetime.fromisoformat(at),
            on=date.fromisoformat(on),
            upload=upload,
            tell=progress.step_aside,
        )
    return _link("intake:preview", upload_id, "看其余各行")


@transaction.atomic
def _unreadable(by: User, at: datetime, upload_id: int, refusal: Refused) -> None:
    """A file that cannot be shown at all: closed, with every reason."""
    upload = Upload.objects.select_for_update().get(pk=upload_id)
    upload.state, upload.abandoned_at, upload.abandoned_by = "abandoned", at, by
    upload.findings = [_finding(problem) for problem in refusal.problems]
    upload.save(update_fields=["state", "abandoned_at", "abandoned_by", "findings"])


def _finding(problem: Problem) -> dict[str, Any]:
    found = problem.as_dict()
    del found["field"]
    return {"severity": "refuse", **found, "sheet": "", "cell": "", "mark": ""}


def _link(name: str, upload_id: int, label: str) -> dict[str, Any]:
    return {"url": reverse(name, args=[upload_id]), "label": label}

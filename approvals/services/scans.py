"""Scans of papers: taken in as a pile, read as a job, matched by their codes or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import HeadUnit, Round, Scan
from approvals.rules.scans import Verdict, code_of, judge, upload_problems
from approvals.selectors.seeing import COUNTING
from approvals.services.locking import locked
from approvals.services.round_trail import record_in_all, trail_at
from common.errors import Conflict, Problem, Refused
from records.models import Attachment, Job
from records.scanning.reader import Page, pages_of
from records.services import jobs
from records.services.files import attach, keep_derived
from records.services.jobs import Progress
from records.storage import unsealed

LABEL, PICTURE = "意见表扫描件", "意见表扫描页"
REPLACED = "换用了另一份扫描件"
BLANK = "空白页（自动识别）"


@transaction.atomic
def take_in_scans(*, by: User, at: datetime, round_: Round, uploads: Sequence[UploadedFile]) -> Job:
    """Keep the files, encrypted, and ask for their reading; the job leads to what it found.

    Refused with every problem of every file: then none is kept.
    """
    require(by, Permission.RECORD_PAPER, on=round_)
    problems = _closed(round_)
    problems += upload_problems([(one.name or "", one.size or 0) for one in uploads])
    if problems:
        raise Refused(problems)
    kept = [
        attach(
            by=by,
            permission=Permission.RECORD_PAPER,
            subject=round_,
            label=LABEL,
            upload=upload,
            at=at,
            field="files",
            sees=COUNTING,
        )
        for upload in uploads
    ]
    return jobs.request(
        by=by,
        at=at,
        kind="scans.read",
        title=f"识别{round_.whose}{round_.name}扫描件（{len(kept)} 个文件）",
        area_code=round_.area_code,
        runner=read_scans,
        total=len(kept),
        arguments={"round_id": round_.pk, "files": [row.pk for row in kept], "at": at.isoformat()},
    )


def read_scans(
    progress: Progress,
    *,
    round_id: int,
    files: list[int],
    at: str,
) -> dict[str, Any]:
    """Read every page of these files; pages that a killed worker had done are found done."""
    by, when = progress.job.requested_by, datetime.fromisoformat(at)
    row = Round.objects.select_related("project").get(pk=round_id)
    done = 0
    for place, source in enumerate(Attachment.objects.filter(pk__in=files).order_by("pk"), 1):
        for page in pages_of(unsealed(source.path)):
            _take(by=by, at=when, round_=row, source=source, page=page)
            done += 1
            left = page.total - page.number + len(files) - place
            progress.step(done, done + left, f"正在识别 {source.name} 第 {page.number} 页")
    pages = Scan.objects.filter(source__in=files)
    matched = pages.filter(finding="matched").count()
    record_in_all(
        by=by,
        action="scans.read",
        round_=row,
        summary=f"识别{row.name}扫描件 {pages.count()} 页，对上 {matched} 页",
        payload={"files": files, "pages": pages.count(), "matched": matched},
    )
    address = reverse("approvals:scans", args=[row.pk])
    return {"url": address, "label": "看扫描件", "pages": pages.count(), "matched": matched}


@transaction.atomic
def match_scan(
    *, by: User, at: datetime, scan: Scan, unit: HeadUnit, replace: bool = False
) -> Scan:
    """Say by hand whose paper a page is. `replace` sets the scan aside that the home has already.

    Refused for a home of another round, and for one that has a scan which is not to be replaced.
    """
    require(by, Permission.RECORD_PAPER, on=scan.round)
    round_ = locked(Round, scan.round_id)
    now = Scan.objects.select_related("round__project").get(pk=scan.pk)
    other = Scan.objects.filter(unit=unit).exclude(pk=now.pk).first()
    problems = _closed(round_)
    if unit.round_id != round_.pk:
        problems.append(Problem("这一户不在本轮名册里", code="not_on_roll", field="unit"))
    if other is not None and not replace:
        remedy = "对照两张图，用“换用这一份”或“不用这一份”"
        problems.append(
            Problem(f"{unit.serial} 已经有扫描件", code="double", field="unit", remedy=remedy)
        )
    if problems:
        raise Refused(problems)
    if other is not None:
        other.unit, other.aside, other.settled_at, other.settled_by = None, REPLACED, at, by
        other.save(update_fields=["unit", "aside", "settled_at", "settled_by"])
    now.unit, now.aside, now.settled_at, now.settled_by = unit, "", at, by
    now.save(update_fields=["unit", "aside", "settled_at", "settled_by"])
    record(
        by=by,
        action="scan.match",
        on=now,
        **trail_at(round_, unit.building),
        summary=f"扫描件对应到 {unit.serial}" + ("（换用）" if other else ""),
        payload={"unit": unit.pk, "replaced": other.pk if other else None},
    )
    return now


@transaction.atomic
def set_scan_aside(*, by: User, at: datetime, scan: Scan, reason: str) -> Scan:
    """A page is not used (blank, a cover, worse than the other), with the reason; it stays kept."""
    require(by, Permission.RECORD_PAPER, on=scan.round)
    round_ = locked(Round, scan.round_id)
    now = Scan.objects.select_related("round__project").get(pk=scan.pk)
    if now.aside:
        raise Conflict("这一页已经注明不用")
    problems = _closed(round_)
    if not reason.strip():
        problems.append(Problem("请写明不用的原因", code="reason_needed", field="reason"))
    if problems:
        raise Refused(problems)
    now.unit, now.aside, now.settled_at, now.settled_by = None, reason.strip()[:100], at, by
    now.save(update_fields=["unit", "aside", "settled_at", "settled_by"])
    record_in_all(
        by=by,
        action="scan.aside",
        on=now,
        round_=round_,
        summary=f"扫描件不用（{now.aside}）",
        payload={"source": now.source_id, "page": now.page},
    )
    return now


@transaction.atomic
def _take(*, by: User, at: datetime, round_: Round, source: Attachment, page: Page) -> None:
    """One page, under the round's lock: two piles read at once do not match one home twice."""
    locked(Round, round_.pk)
    if Scan.objects.filter(source=source, page=page.number).exists():
        return
    picture = None
    if page.picture:
        picture = keep_derived(
            by=by,
            permission=Permission.RECORD_PAPER,
            subject=round_,
            label=PICTURE,
            name=f"{source.pk}-{page.number}.jpg",
            content=page.picture,
            at=at,
            sees=COUNTING,
        )
    verdict = Verdict("broken") if page.trouble else _verdict(round_, page.codes)
    Scan.objects.create(
        round=round_,
        source=source,
        page=page.number,
        picture=picture,
        finding=verdict.finding,
        trouble=page.trouble[:100],
        named_id=verdict.unit,
        unit_id=verdict.unit if verdict.finding == "matched" else None,
        taken_at=at,
        taken_by=by,
        **({"aside": BLANK, "settled_at": at, "settled_by": by} if page.blank else {}),
    )


def _verdict(round_: Round, codes: Sequence[str]) -> Verdict:
    papers = HeadUnit.objects.filter(token__in=[code_of(text) for text in codes])
    own = dict(papers.filter(round=round_).values_list("token", "pk"))
    others = set(papers.exclude(round=round_).values_list("token", flat=True))
    taken = set(Scan.objects.filter(unit__in=own.values()).values_list("unit_id", flat=True))
    return judge(codes, own, others, taken)


def _closed(round_: Round) -> list[Problem]:
    """Scans are taken as long as the round stands, after its confirmation too."""
    if round_.state != "void":
        return []
    return [Problem(f"“{round_.name}”已经作废，不再收扫描件", code="round_over")]

"""Scans of papers: taken in as a pile, read as a job, matched by their codes or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from accounts.access import require, require_all, require_in_part
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import HeadUnit, Round, Scan
from approvals.rules.scans import Verdict, code_of, judge, leaf_problems, upload_problems
from approvals.selectors.seeing import COUNTING, own_part, own_projects, seen
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
SETTLED = ["unit", "leaf", "leaves", "aside", "settled_at", "settled_by"]


@transaction.atomic
def take_in_scans(*, by: User, at: datetime, round_: Round, uploads: Sequence[UploadedFile]) -> Job:
    """Keep the files, encrypted, and ask for their reading; the job leads to what it found.

    Refused with every problem of every file: then none is kept.
    """
    require_in_part(by, Permission.RECORD_PAPER, on=round_)
    problems, part = _closed(round_), own_part(by, round_)
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
            lies=part,
        )
        for upload in uploads
    ]
    return jobs.request(
        by=by,
        at=at,
        kind="scans.read",
        title=f"识别{round_.whose}{round_.name}扫描件（{len(kept)} 个文件）",
        area_code=part.area_code,
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
        projects=own_projects(by, row),
    )
    address = reverse("approvals:scans", args=[row.pk])
    return {"url": address, "label": "看扫描件", "pages": pages.count(), "matched": matched}


@transaction.atomic
def match_scan(
    *,
    by: User,
    at: datetime,
    scan: Scan,
    unit: HeadUnit,
    leaf: int = 1,
    leaves: int | None = None,
    replace: bool = False,
) -> Scan:
    """Say by hand whose paper a page is, and which page of it (`leaf` of `leaves`).

    `replace` sets the scan aside that stands there; another page of the same paper changes places
    with it. Refused for a home of another round, for a page that cannot be, and for one that has a
    scan which is not to be replaced.
    """
    require_all(by, Permission.RECORD_PAPER, on=(scan, scan.round.project_at(unit.building)))
    round_ = locked(Round, scan.round_id)
    now = Scan.objects.select_related("round__project").get(pk=scan.pk)
    other = Scan.objects.filter(unit=unit, leaf=leaf).exclude(pk=now.pk).first()
    moves = other is not None and now.unit_id == unit.pk
    problems = _closed(round_) + leaf_problems(leaf, now.leaves if leaves is None else leaves)
    if unit.round_id != round_.pk:
        problems.append(Problem("这一户不在本轮名册里", code="not_on_roll", field="unit"))
    if other is not None and not replace and not moves:
        problems.append(_double(unit, leaf))
    if problems:
        raise Refused(problems)
    if other is not None:
        _make_room(other, now if moves else None, at=at, by=by)
    now.unit, now.leaf, now.leaves = unit, leaf, leaves or now.leaves
    now.aside, now.settled_at, now.settled_by = "", at, by
    now.save(update_fields=SETTLED)
    record(
        by=by,
        action="scan.match",
        on=now,
        **trail_at(round_, unit.building),
        summary=f"扫描件对应到 {unit.serial} 第 {leaf} 页" + _how(other, moves=moves),
        payload={
            "unit": unit.pk,
            "leaf": leaf,
            "replaced": other.pk if other and not moves else None,
            "changed_places": other.pk if other and moves else None,
        },
    )
    return now


def _double(unit: HeadUnit, leaf: int) -> Problem:
    remedy = "对照两张图，用“换用这一份”或“不用这一页”；是另一页的，填它的页码"
    words = f"{unit.serial} 第 {leaf} 页已经有扫描件"
    return Problem(words, code="double", field="unit", remedy=remedy)


def _how(other: Scan | None, *, moves: bool) -> str:
    if other is None:
        return ""
    return "（与原来的那一页对调）" if moves else "（换用）"


def _make_room(other: Scan, moving: Scan | None, *, at: datetime, by: User) -> None:
    """The scan that stood there is set aside, or takes the place that `moving` leaves."""
    other.settled_at, other.settled_by = at, by
    if moving is None:
        other.unit, other.aside = None, REPLACED
    else:
        Scan.objects.filter(pk=moving.pk).update(unit=None)
        other.leaf, known = moving.leaf, other.leaves or 0
        other.leaves = other.leaves if known >= (moving.leaf or 1) else None
    other.save(update_fields=SETTLED)


@transaction.atomic
def set_scan_aside(*, by: User, at: datetime, scan: Scan, reason: str) -> Scan:
    """A page is not used (blank, a cover, worse than the other), with the reason; it stays kept."""
    require(by, Permission.RECORD_PAPER, on=scan)
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
    now.save(update_fields=SETTLED)
    record_in_all(
        by=by,
        action="scan.aside",
        on=now,
        round_=round_,
        summary=f"扫描件不用（{now.aside}）",
        payload={"source": now.source_id, "page": now.page},
        projects=own_projects(by, round_),
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
            lies=source,
        )
    verdict = Verdict("broken") if page.trouble else _verdict(round_, by, page.codes)
    Scan.objects.create(
        round=round_,
        source=source,
        page=page.number,
        picture=picture,
        finding=verdict.finding,
        trouble=page.trouble[:100],
        named_id=verdict.unit,
        unit_id=verdict.unit if verdict.finding == "matched" else None,
        leaf=verdict.leaf,
        leaves=verdict.leaves,
        taken_at=at,
        taken_by=by,
        **({"aside": BLANK, "settled_at": at, "settled_by": by} if page.blank else {}),
    )


def _verdict(round_: Round, by: User, codes: Sequence[str]) -> Verdict:
    papers = HeadUnit.objects.filter(token__in=[code_of(text) for text in codes])
    own = dict(seen(papers, round_, by).values_list("token", "pk"))
    others = set(papers.values_list("token", flat=True)) - own.keys()
    there = Scan.objects.filter(unit__in=own.values())
    taken = {(unit, leaf or 1) for unit, leaf in there.values_list("unit_id", "leaf")}
    return judge(codes, own, others, taken)


def _closed(round_: Round) -> list[Problem]:
    """Scans are taken as long as the round stands, after its confirmation too."""
    if round_.state != "void":
        return []
    return [Problem(f"“{round_.name}”已经作废，不再收扫描件", code="round_over")]

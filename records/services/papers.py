"""Papers as issued: numbered, rendered once, kept, and served again as they went out.

The renderer lies above this floor and is named by the setting PAPER_RENDERER; it is called as
`render(kind, subject_id, by_id, serial, token, part)` and returns the title, the PDF bytes and the
public facts (label → text) that the QR page shows. `part` is 0 for a whole paper, else which of its
documents.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.access import Placed, require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services import audit
from common.area_codes import district_of
from common.clock import SHANGHAI
from records.models import IssuedPaper, Job
from records.rules.serials import serial_text, series_of
from records.services import jobs
from records.services.serials import take_serial
from records.storage import store

if TYPE_CHECKING:
    from records.services.jobs import Progress

Render = Callable[[str, str, int, str, str, int], tuple[str, bytes, dict[str, Any]]]
DEFAULT_RENDERER = "reports.printing.render"


def renderer() -> Render:
    """The function that makes a paper's bytes."""
    path = getattr(settings, "PAPER_RENDERER", DEFAULT_RENDERER)
    found: Render = import_string(path)
    return found


@transaction.atomic
def request_paper(  # noqa: PLR0913  what a paper is asked for by, by name
    *,
    by: User,
    at: datetime,
    kind: str,
    subject: Any,
    title: str,
    prefix: str = "",
    project_id: int | None = None,
    sees: Permission | None = None,
    documents: int | None = None,
    lies: Placed | None = None,
) -> Job:
    """Ask for a paper of `kind` about `subject` (a saved instance with `area_code`).

    It lies where its subject does, or where `lies` says: a paper about a part of it, for who has
    that part in scope.

    `prefix` begins the serial (GS for notices); without one it is the kind in capitals. `sees` is
    a right that asking for and opening it needs besides the scope. The job's result holds `paper`
    (its key) and `url`. With a number of `documents` it is issued in so many, each numbered and to
    be opened as soon as it is ready; the result then holds `papers`.
    """
    where = lies or subject
    require(by, Permission.PRINT_PAPER, on=where)
    if sees:
        require(by, sees, on=where)
    # Given out here, so that a repeated job finds the papers that it has issued already.
    tokens = [secrets.token_urlsafe(15) for _ in range(documents or 1)]
    return jobs.request(
        by=by,
        at=at,
        kind=f"paper.{kind}"[:40],
        title=title,
        area_code=where.area_code,
        runner=issue_documents if documents else issue,
        total=len(tokens),
        arguments={
            "kind": kind,
            "prefix": prefix or kind.upper(),
            "subject_kind": subject._meta.label_lower,
            "subject_id": str(subject.pk),
            "area_code": where.area_code,
            "project_id": project_id,
            "at": at.isoformat(),
            "sees": sees.value if sees else "",
            **({"tokens": tokens} if documents else {"token": tokens[0]}),
        },
    )


def issue(  # noqa: PLR0913  the stored arguments of the job, by name
    progress: Progress,
    *,
    kind: str,
    prefix: str,
    subject_kind: str,
    subject_id: str,
    area_code: str,
    project_id: int | None,
    at: str,
    token: str,
    sees: str = "",
) -> dict[str, Any]:
    """Number, render and keep one paper; a repeated call returns the same one."""
    progress.step(0, 1, "正在制作")
    known = IssuedPaper.objects.filter(token=token).first()
    if known is None:
        by = progress.job.requested_by
        known = _issue(
            by=by,
            at=datetime.fromisoformat(at),
            series=(prefix, area_code),
            values={
                "kind": kind,
                "subject_kind": subject_kind,
                "subject_id": subject_id,
                "area_code": area_code,
                "project_id": project_id,
                "token": token,
                "sees": sees,
            },
        )
    return _opens(known)


def issue_documents(
    progress: Progress, *, prefix: str, at: str, tokens: list[str], **values: Any
) -> dict[str, Any]:
    """A paper in several documents, one transaction each; those issued already are left alone."""
    for number, token in enumerate(tokens, 1):
        progress.step(number - 1, len(tokens), f"正在制作第 {number} 册，共 {len(tokens)} 册")
        if not IssuedPaper.objects.filter(token=token).exists():
            _issue(
                by=progress.job.requested_by,
                at=datetime.fromisoformat(at),
                series=(prefix, values["area_code"]),
                values={**values, "token": token},
                part=number,
            )
    done = list(papers_of_job(progress.job))
    if len(done) == 1:
        return _opens(done[0])
    url = reverse("records:job_detail", args=[progress.job.pk])
    return {"papers": [one.pk for one in done], "url": url, "label": f"{len(done)} 册已印好"}


def _opens(paper: IssuedPaper) -> dict[str, Any]:
    """The result of a job that has issued one document."""
    url = reverse("records:paper_pdf", args=[paper.pk])
    return {"paper": paper.pk, "serial": paper.serial, "url": url, "label": f"打开 {paper.serial}"}


@transaction.atomic
def _issue(
    *, by: User, at: datetime, series: tuple[str, str], values: dict[str, Any], part: int = 0
) -> IssuedPaper:
    prefix, area_code = series
    name = series_of(prefix, district_of(area_code), at.astimezone(SHANGHAI).year)
    serial = serial_text(name, take_serial(name))
    title, pdf, facts = renderer()(
        values["kind"], values["subject_id"], by.pk, serial, values["token"], part
    )
    kept = store("papers", [pdf])
    paper = IssuedPaper.objects.create(
        **values,
        title=title[:200],
        serial=serial,
        facts=facts,
        path=kept.path,
        size=kept.size,
        sha256=kept.sha256,
        issued_at=at,
        issued_by=by,
    )
    audit.record(
        by=by,
        action="印发文件",
        on=paper,
        project_id=values["project_id"],
        summary=f"印发 {serial} {title}",
        payload={"serial": serial, "sha256": kept.sha256, "kind": values["kind"]},
    )
    return paper


def papers_of_job(job: Job) -> QuerySet[IssuedPaper]:
    """What a printing job has issued so far, in the order of its documents."""
    tokens = job.arguments.get("tokens") or [job.arguments.get("token")]
    return IssuedPaper.objects.filter(token__in=[one for one in tokens if one]).order_by("pk")


def papers_of(subject: Model) -> QuerySet[IssuedPaper]:
    """Papers issued about one subject, the latest first."""
    return IssuedPaper.objects.filter(
        subject_kind=subject._meta.label_lower, subject_id=str(subject.pk)
    )

"""Papers as issued: numbered, rendered once, kept, and served again as they went out.

The renderer lies above this floor and is named by the setting PAPER_RENDERER; it is called as
`render(kind, subject_id, by_id, serial, token)` and returns the title, the PDF bytes and the public
facts (label → text) that the QR page shows.
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

from accounts.access import require
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

Render = Callable[[str, str, int, str, str], tuple[str, bytes, dict[str, Any]]]
DEFAULT_RENDERER = "reports.printing.render"


def renderer() -> Render:
    """The function that makes a paper's bytes."""
    path = getattr(settings, "PAPER_RENDERER", DEFAULT_RENDERER)
    found: Render = import_string(path)
    return found


@transaction.atomic
def request_paper(
    *,
    by: User,
    at: datetime,
    kind: str,
    subject: Any,
    title: str,
    prefix: str = "",
    project_id: int | None = None,
    sees: Permission | None = None,
) -> Job:
    """Ask for a paper of `kind` about `subject` (a saved instance with `area_code`).

    `prefix` begins the serial (GS for notices); without one it is the kind in capitals. `sees` is
    a right that asking for and opening it needs besides the scope. The job's result holds `paper`
    (its key) and `url`.
    """
    require(by, Permission.PRINT_PAPER, on=subject)
    if sees:
        require(by, sees, on=subject)
    return jobs.request(
        by=by,
        at=at,
        kind=f"paper.{kind}"[:40],
        title=title,
        area_code=subject.area_code,
        runner=issue,
        total=1,
        arguments={
            "kind": kind,
            "prefix": prefix or kind.upper(),
            "subject_kind": subject._meta.label_lower,
            "subject_id": str(subject.pk),
            "area_code": subject.area_code,
            "project_id": project_id,
            "at": at.isoformat(),
            "sees": sees.value if sees else "",
            # Given out here, so that a repeated job finds the paper that it has issued already.
            "token": secrets.token_urlsafe(15),
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
    url = reverse("records:paper_pdf", args=[known.pk])
    return {"paper": known.pk, "serial": known.serial, "url": url, "label": f"打开 {known.serial}"}


@transaction.atomic
def _issue(
    *, by: User, at: datetime, series: tuple[str, str], values: dict[str, Any]
) -> IssuedPaper:
    prefix, area_code = series
    name = series_of(prefix, district_of(area_code), at.astimezone(SHANGHAI).year)
    serial = serial_text(name, take_serial(name))
    title, pdf, facts = renderer()(
        values["kind"], values["subject_id"], by.pk, serial, values["token"]
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


def papers_of(subject: Model) -> QuerySet[IssuedPaper]:
    """Papers issued about one subject, the latest first."""
    return IssuedPaper.objects.filter(
        subject_kind=subject._meta.label_lower, subject_id=str(subject.pk)
    )

"""Taking a register away as a workbook: at once or as a job, always on record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from accounts.access import require_all
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import business_now
from common.errors import Problem, Refused
from districts.registers import HOMES, REGISTERS
from records.listings import MOST_AT_ONCE, Selection
from records.models import Job
from records.services import jobs
from records.services.jobs import Progress
from records.storage import store
from reports.exports.listing import workbook
from reports.exports.specs import specs

KIND = "listing.export"


@dataclass(frozen=True, slots=True)
class Export:
    """A finished workbook."""

    name: str
    body: bytes


@transaction.atomic
def export_listing(*, by: User, at: datetime, selection: Selection) -> Export:
    """The rows as they stand; Refused beyond two thousand, which a job takes."""
    _ask(by, selection)
    if selection.totals.number > MOST_AT_ONCE:
        raise Refused(
            Problem(
                f"超过 {MOST_AT_ONCE} 行，须在后台导出",
                "too_many",
                value=str(selection.totals.number),
                remedy="请按“导出所见”提交作业",
            )
        )
    return _made(by, at, selection, lambda _done: None)


@transaction.atomic
def request_listing_export(*, by: User, at: datetime, selection: Selection) -> Job:
    """The same as a job; its page leads to the file, which only who asked can fetch."""
    _ask(by, selection)
    listing = selection.listing
    return jobs.request(
        by=by,
        at=at,
        kind=KIND,
        title=f"导出{listing.title} {selection.totals.number} {listing.noun}",
        area_code=by.access.home_code(),
        runner=run_listing_export,
        arguments={
            "key": listing.key,
            "query": selection.asked.urlencode(),
            "within": selection.within,
        },
        total=selection.totals.number,
    )


def run_listing_export(progress: Progress, key: str, query: str, within: str) -> dict[str, Any]:
    """The worker's half. Repeatable: equal bytes are kept once."""
    by = progress.job.requested_by
    selection = Selection(REGISTERS[key], by, QueryDict(query), within)
    _ask(by, selection)
    with transaction.atomic():
        made = _made(by, business_now(), selection, progress.step)
    kept = store("exports", [made.body])
    url = reverse("reports:listing_file", args=[progress.job.pk])
    return {"url": url, "label": "取回表格", "path": kept.path, "name": made.name}


def _ask(by: User, selection: Selection) -> None:
    rows: Any = selection.strict().filtered
    path = f"{rows.scope_path}area_code"
    places = list(rows.order_by().values_list(path, flat=True).distinct())
    for right in (selection.listing.permission, Permission.EXPORT):
        require_all(by, right, on=places)


def _made(by: User, at: datetime, selection: Selection, told: Any) -> Export:
    spec = specs().get(selection.listing.sheet)
    body = workbook(selection, spec, by=by, at=at, told=told)
    name = f"{selection.listing.title}{at:%Y%m%d}.xlsx"
    record(
        by=by,
        action="export",
        on=by,
        area_code=selection.within or by.access.home_code(),
        summary=f"导出 {name}（{selection.totals.number} {selection.listing.noun}）",
        payload={
            "sha256": hashlib.sha256(body).hexdigest(),
            "bytes": len(body),
            "query": _asked(selection),
        },
    )
    return Export(name, body)


def _asked(selection: Selection) -> str:
    """What the trail keeps of the filters: among homes somebody may have looked for a name."""
    asked = selection.asked.copy()
    if selection.listing is HOMES and asked.get("q"):
        asked["q"] = "*"
    return asked.urlencode()

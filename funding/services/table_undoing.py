"""A funding table taken back: each sum that still stands is reversed by a booking of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import require_all
from accounts.models import User
from accounts.permissions import Permission
from funding.models import Allocation, Receipt, Source
from funding.rules.flows import Account, may_take_back
from funding.selectors.accounts import accounts
from funding.services import residents
from funding.services.flow_trail import KINDS
from funding.services.reversals import reverse
from records.rules.undoing import UndoReport, Written, together, weigh
from records.selectors.written import written_by
from renovation.models import Project

REVERSED = "导入后已经冲正"
Booked = Allocation | Receipt
Books = dict[tuple[int, int], Account]


@transaction.atomic
def undo_funding(
    *, by: User, at: datetime, upload_id: int, reason: str, rehearse: bool = False
) -> UndoReport:
    """Reverse what one import booked, receipts before allocations; `rehearse` only says what.

    Nothing is deleted: a reversal repeats the sum and counts against it, so that the table may be
    imported again. A sum reversed since stays so; money that is paid out, or promised money that
    has come, cannot be taken back and is named with the reason.
    """
    written = written_by(upload_id)
    came = _rows(Receipt, written)
    promised = _rows(Allocation, written)
    projects = {row.project for row in (*came.values(), *promised.values())}
    require_all(by, Permission.BOOK_MONEY, on=projects)
    if not rehearse:
        for project in sorted(projects, key=lambda one: one.pk):
            residents.lock(project)
    books = _books((*came.values(), *promised.values()))
    reports = []
    for model, rows in ((Receipt, came), (Allocation, promised)):
        entered = written.get(model._meta.label_lower, [])
        gone = {row.reverses_id or 0 for row in model.objects.filter(reverses__in=rows)}
        left = [rows[one.object_id] for one in reversed(entered) if one.object_id not in gone]
        standing = {one.object_id: one.after for one in entered if one.object_id in rows}
        held = _held(model, left, books)
        found = weigh(entered, standing, held, dict.fromkeys(gone, REVERSED))
        reports.append(found.report)
        if not rehearse:
            for row in left:
                if row.pk not in held:
                    words = f"撤销导入：{reason}"[:200]
                    reverse(by=by, at=at, entry=row, reason=words)
    return together(reports)


def _rows(model: type[Any], written: Mapping[str, Sequence[Written]]) -> dict[int, Any]:
    keys = [one.object_id for one in written.get(model._meta.label_lower, [])]
    found: dict[int, Any] = model.objects.select_related("project", "source").in_bulk(keys)
    return found


def _books(rows: Iterable[Booked]) -> Books:
    """Every account that the sums stand on, by project and source."""
    sources: dict[Project, dict[int, Source]] = {}
    for row in rows:
        sources.setdefault(row.project, {})[row.source_id] = row.source
    return {
        (project.pk, key): account
        for project, mine in sources.items()
        for key, account in accounts(project, list(mine.values())).items()
    }


def _held(model: type[Any], rows: Sequence[Booked], books: Books) -> dict[int, str]:
    """Sums that cannot be taken back, one after the other from the last booked, each with why."""
    kind, _ = KINDS[model]
    held: dict[int, str] = {}
    for row in rows:
        place = row.project_id, row.source_id
        book = books[place]
        problems = may_take_back(book, kind, row.amount)
        if problems:
            held[row.pk] = problems[0].message
        elif kind == "receipt":
            books[place] = replace(book, received=book.received - row.amount)
        else:
            books[place] = replace(book, allocated=book.allocated - row.amount)
    return held
